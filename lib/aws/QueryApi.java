package lib.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * Reads from a service with the Query protocol, IAM or EC2, of which this tool needs one or two operations: the SDK's
 * module for EC2 alone would be larger than all others together. The SDK signs and sends the requests.
 */
final class QueryApi {
    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final PlainErrors plainErrors;
    private final QueryService service;

    QueryApi(SdkHttpClient http, AwsCredentialsProvider credentials, PlainErrors plainErrors, QueryService service) {
        this.http = http;
        this.credentials = credentials;
        this.plainErrors = plainErrors;
        this.service = service;
    }

    /**
     * Calls an operation, and returns the root element of its response.
     *
     * @throws AwsServiceException if the service rejects it
     * @throws SdkClientException if there is no response
     */
    Element call(String action, Map<String, String> parameters) {
        try {
            return send(body(action, parameters));
        } catch (IOException e) {
            throw plainErrors.plain(SdkClientException.create(e.getMessage(), e), service.endpoint());
        }
    }

    private String body(String action, Map<String, String> parameters) {
        List<String> pairs = new ArrayList<>(List.of("Action=" + action, "Version=" + service.version()));
        parameters.forEach((name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }

    private Element send(String body) throws IOException {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(service.endpoint())
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", String.valueOf(body.length()))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create().sign(r -> r.identity(credentials.resolveCredentials())
                .request(request)
                .payload(ContentStreamProvider.fromUtf8String(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service.name())
                .putProperty(AwsV4HttpSigner.REGION_NAME, service.region()));
        HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                        .request(signed.request())
                        .contentStreamProvider(signed.payload().orElseThrow())
                        .build())
                .call();
        try (InputStream content = response.responseBody().orElseThrow(() -> new IOException("empty response"))) {
            byte[] bytes = content.readAllBytes();
            if (!response.httpResponse().isSuccessful()) {
                throw plainErrors.plain(error(response.httpResponse().statusCode(), bytes), service.endpoint());
            }
            return parse(bytes);
        }
    }

    private static AwsServiceException error(int status, byte[] content) {
        AwsErrorDetails.Builder details = AwsErrorDetails.builder();
        try {
            Element root = parse(content);
            details.errorCode(text(root, "Code")).errorMessage(text(root, "Message"));
        } catch (IOException notXml) {
            details.errorCode("HTTP " + status).errorMessage("not a response of AWS");
        }
        return AwsServiceException.builder()
                .statusCode(status)
                .awsErrorDetails(details.build())
                .build();
    }

    private static Element parse(byte[] content) throws IOException {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            return builder.parse(new ByteArrayInputStream(content)).getDocumentElement();
        } catch (SAXException | ParserConfigurationException e) {
            throw new IOException("the response is not XML", e);
        }
    }

    /** The text of the first element with this name below, or an empty text. */
    static String text(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }

    /** The items of the list that is a child with this name. */
    static List<Element> items(Element parent, String list) {
        return children(parent).stream()
                .filter(child -> child.getTagName().equals(list))
                .flatMap(child -> children(child).stream())
                .toList();
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
