package lib.rehearsal.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The self-signed certificate of the database servers here, which Java's keytool creates. */
final class TlsCertificate {
    private static final String ALIAS = "server", PASSWORD = "changeit";
    private static final String CREATION = "-genkeypair -alias " + ALIAS + " -storepass " + PASSWORD
            + " -storetype PKCS12 -keyalg RSA -keysize 2048 -dname CN=embedded -validity 36500";
    private static final int LINE = 64;

    private TlsCertificate() {}

    /** Creates the files server.crt and server.key, which only the owner can read. */
    static void create(Path folder) throws IOException {
        Path store = folder.resolve("keystore");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-keystore", store.toString()));
        command.addAll(List.of(CREATION.split(" ")));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!Files.exists(store)) {
            throw new IOException("keytool created no certificate: " + output.strip());
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            write(
                    folder.resolve("server.key"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
            write(
                    folder.resolve("server.crt"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("the certificate of the database servers could not be read", e);
        }
        Files.delete(store);
    }

    private static void write(Path file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(content);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
