package lib.prepare;

import lib.cli.DeployedApp;
import lib.model.StackKind;

/** A version of v1 that can be deployed, and what that destroys (upstream {@code cdk/lib} at these tags). */
public enum Target {
    /** The last version that keeps the bucket in the app's own stack. */
    V1_3_2("git checkout v1.3.2", "v1.3.2"),
    /** The end of the branch v1, which the guide checks out; its bucket is in BedrockRegionResourcesStack. */
    V1_4_0("git checkout v1", "v1.4.0");

    private final String checkout;
    private final String tag;

    Target(String checkout, String tag) {
        this.checkout = checkout;
        this.tag = tag;
    }

    /** The command that selects it in a clone of the app. */
    String checkout() {
        return checkout;
    }

    String tag() {
        return tag;
    }

    /**
     * What a deploy over an app destroys.
     *
     * @param vectors whether the database cluster is replaced, because v1 encrypts it
     * @param files whether the bucket with the files is deleted
     */
    public record Loss(boolean vectors, boolean files) {
        boolean isNothing() {
            return !vectors && !files;
        }
    }

    /** What the deploy of this version over that app destroys. */
    Loss over(DeployedApp app) {
        return over(app.stack().kind(), app.ownsBucket());
    }

    /** The same, by the two facts that it depends on. */
    public Loss over(StackKind kind, boolean ownsBucket) {
        return new Loss(kind == StackKind.V0, this == V1_4_0 && ownsBucket);
    }
}
