package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationMigrationTypeValue;
import tests.support.TestAccount;
import tests.support.TestMigrationProject;

/** EC2 and IAM of the embedded AWS in their own protocol, and what a data migration changes in the network. */
class EmbeddedNetworkTest {
    private static final String GROUPS = "Action=DescribeSecurityGroups&Version=2016-11-15&GroupId.1=",
            GROUP = "sg-0a1b2c3d4e5f60002",
            ROUTES = "Action=DescribeRouteTables&Version=2016-11-15&Filter.1.Name=vpc-id&Filter.1.Value.1=",
            VPC = "vpc-0rehearsal0000001",
            ROLE = "Action=GetRole&Version=2010-05-08&RoleName=dms-vpc-role";

    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 10).set("dmsVpcRole", true);
    private final TestMigrationProject project = new TestMigrationProject(account).snapshot(1);

    @AfterEach
    void stopServers() {
        account.remove();
    }

    /** Sends a form in the Query protocol, and returns the status and the body. */
    private String query(String form) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(account.endpoint()))
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + account.accessKey()
                                + "/20240101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        try {
            HttpResponse<String> response =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void assertContains(String form, String... texts) {
        String response = query(form);
        for (String text : texts) {
            assertTrue(response.contains(text), text + " is not in " + response);
        }
    }

    @Test
    void theNetworkIsDescribedAsEc2DoesIt() {
        assertContains(
                GROUPS + GROUP,
                "200 <DescribeSecurityGroupsResponse xmlns=",
                "<securityGroupInfo><item>",
                "<groupId>" + GROUP + "</groupId>",
                "<ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>5432</fromPort><toPort>5432</toPort><groups>"
                    + "<item><userId>123456789012</userId><groupId>sg-0a1b2c3d4e5f60001</groupId>",
                "<ipPermissionsEgress><item><ipProtocol>-1</ipProtocol>");
        assertContains(
                GROUPS + "sg-1",
                "400 <Response><Errors><Error><Code>InvalidGroup.NotFound</Code><Message>The security group 'sg-1'");
        assertContains(
                ROUTES + VPC,
                "<routeTableSet><item><routeTableId>rtb-0a1b2c3d4e5f60001</routeTableId>",
                "<destinationCidrBlock>10.0.0.0/16</destinationCidrBlock><gatewayId>local</gatewayId>",
                "<natGatewayId>");
        assertContains(ROUTES + "vpc-1", "<routeTableSet></routeTableSet>");
        assertContains("Action=DescribeVpcs&Version=2016-11-15", "<Code>InvalidAction</Code>");
    }

    @Test
    void aRoleIsDescribedAsIamDoesIt() {
        assertContains(
                ROLE,
                "200 <GetRoleResponse",
                "<GetRoleResult><Role><Path>/</Path><RoleName>dms-vpc-role</RoleName>",
                "<Arn>arn:aws:iam::123456789012:role/dms-vpc-role</Arn>",
                "<AssumeRolePolicyDocument>%7B%22Version%22%3A%222012-10-17%22");
        account.set("dmsVpcRole", false);
        assertContains(ROLE, "404 <ErrorResponse", "<Code>NoSuchEntity</Code>");
    }

    @Test
    void networkInterfacesChangeNeitherRulesNorRoutes() {
        project.create();
        String groups = network("groups"), routes = network("routeTables");
        assertEquals("stopped", project.run(r -> {}).dataMigrationStatus());
        assertEquals(groups, network("groups"));
        assertEquals(routes, network("routeTables"));
    }

    @Test
    void aPeeringAddsRulesAndRoutesUntilTheMigrationIsDeleted() {
        project.create();
        String groups = network("groups"), routes = network("routeTables");
        account.set("dms", Map.of("peering", true));
        assertEquals("stopped", project.run(r -> {}).dataMigrationStatus());
        assertContains(GROUPS + GROUP, "<cidrIp>192.168.0.0/24</cidrIp>");
        assertContains(
                ROUTES + VPC,
                "<destinationCidrBlock>192.168.0.0/24</destinationCidrBlock><vpcPeeringConnectionId>pcx-",
                "<state>blackhole</state>");
        assertEquals("[]", network("peerings"), "the peering connection is gone when the load has ended");
        project.deleteMigration();
        assertEquals(groups, network("groups"));
        assertEquals(routes, network("routeTables"));
    }

    @Test
    void aPeeringNeedsTheGroupOfTheProfileOnTheSource() {
        account.set("dms", Map.of("peering", true));
        project.createWith(
                "VpcSecurityGroupIds: [sg-0a1b2c3d4e5f60002]", "VpcSecurityGroupIds: [sg-0a1b2c3d4e5f60001]");
        String reason = project.run(r -> {}).lastFailureMessage();
        assertTrue(reason.contains("failed: Connection timed out"), reason);
        assertEquals("[]", network("peerings"));
    }

    @Test
    void rulesAndRoutesStayBehindIfATestWantsIt() {
        project.create();
        account.set("dms", Map.of("peering", true));
        account.control("dmsFault", Map.of("stage", "delete"));
        project.run(r -> {});
        project.deleteMigration();
        assertContains(GROUPS + GROUP, "<cidrIp>192.168.0.0/24</cidrIp>");
        project.createMigration(r -> {});
        project.awaitMigration("ready");
        project.start(StartReplicationMigrationTypeValue.START_REPLICATION);
        project.awaitMigration("failed"); // the target has the row already
        assertContains(GROUPS + GROUP, "<cidrIp>192.168.1.0/24</cidrIp>");
        project.deleteMigration();
        String response = query(GROUPS + GROUP);
        assertFalse(response.contains("192.168.1.0"), response);
    }

    private String network(String member) {
        return account.network().get(member).toString();
    }
}
