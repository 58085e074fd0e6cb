package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.NpmProgram;

/** The template of the temporary database against the resource schemas that CloudFormation publishes. */
class TemplateConformanceTest {
    private static final Path TEMPLATE = Cli.ROOT.resolve("lib/restore/temporary-database.yaml");

    @BeforeAll
    static void requireNpm() {
        String missing = NpmProgram.missing();
        if ("true".equals(System.getenv("CI"))) {
            assertNull(missing, "the template has to be checked against the schemas, which come with npm");
        }
        assumeTrue(
                missing == null, "the template was not checked against the schemas, which come with npm: " + missing);
    }

    /** What is changed in the template, into what, and a problem that this causes. */
    private static final String DEVIATIONS =
            """
            FromPort: 5432            | FromPort: yes           | Ingress[0].FromPort: is string, not number
            DBInstanceClass:          | InstanceClass:          | Instance: has no property InstanceClass
            DBSubnetGroupDescription: | Description:            | SubnetGroup: lacks the required property DBSubnetGroupDescription
            IpProtocol: tcp           | IpProto: tcp            | SecurityGroupIngress[0]: lacks the required property IpProtocol
            !Ref SubnetIds            | !Ref VpcId              | SubnetGroup.SubnetIds: is string, not array
            Cluster.DBClusterArn      | Cluster.Arn             | Outputs.ClusterArn: refers to nothing
            AWS::RDS::DBInstance      | AWS::RDS::DBInstances   | Instance: no resource type
            Condition: UsesDms        | Condition: UsesDMS      | DmsIngress: refers to no condition: UsesDMS
            If \\[CreatesDmsSecret    | If [CreatesSecret       | refers to no condition: CreatesSecretsRole
            DependsOn: Instance       | DependsOn: Instances    | MigrationProject: depends on nothing: Instances
            vectors of Bedrock Chat   | vectors of the chat?    | DmsIngress.Description: has characters that EC2 rejects
            SslMode: require          | SslMode: 1              | PostgreSqlSettings.SslMode: is number, not string
            SslMode: require          | SslMode: prefer         | PostgreSqlSettings.SslMode: is prefer, not one of none,
            Engine: postgres          | Engine: nonsense        | DmsSource.Engine: is nonsense, not one of aurora,
            Engine: postgres          | Engine: aurora-postgresql | DmsSource.Engine: is aurora-postgresql, not one of
            Engine: postgres          | Engine: !Ref Via        | DmsSource.Engine: is dms, not one of aurora,
            AWS::Region.              | AWS::Zone}              | Service.1: refers to nothing
            DmsSecretsRole.Arn        | DmsSecretsRole.Name     | SecretsManagerAccessRoleArn: refers to nothing
            r:DescribeSecret          | r:ListSecrets           | does not allow secretsmanager:DescribeSecret on
            servicequotas:GetService  | dms:GetService          | DmsRole: does not allow servicequotas:GetService
            - dms-data-migrations     | - dms-migrations        | DmsRole: does not trust dms-data-migrations
            """;

    @Test
    void everyTypePropertyAndAttributeExists() throws IOException {
        assertEquals(List.of(List.of()), problems(List.of(TEMPLATE)));
    }

    /** One process checks all changed templates, because most of its time goes into reading the schemas. */
    static Stream<Arguments> deviations() throws IOException {
        String template = Files.readString(TEMPLATE);
        Path folder = Cli.temporaryFolder("templates");
        List<String[]> deviations =
                DEVIATIONS.lines().map(line -> line.split(" +\\| +")).toList();
        List<Path> files = new ArrayList<>();
        for (String[] each : deviations) {
            String mutant = template.replaceFirst(each[0], each[1]);
            assertNotEquals(template, mutant, each[0]);
            files.add(Files.writeString(folder.resolve(files.size() + ".yaml"), mutant));
        }
        List<List<String>> found = problems(files);
        return IntStream.range(0, found.size())
                .mapToObj(i -> Arguments.of(deviations.get(i)[1], deviations.get(i)[2], found.get(i)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deviations")
    void aDeviationIsFound(String change, String problem, List<String> found) {
        assertTrue(found.stream().anyMatch(each -> each.contains(problem)), found::toString);
    }

    /** Returns the problems of each template. */
    private static List<List<String>> problems(List<Path> templates) throws IOException {
        String[] command = Stream.concat(Stream.of("node", "check.mjs"), templates.stream().map(Path::toString))
                .toArray(String[]::new);
        Cli.Result result = new Cli()
                .in(NpmProgram.installed("tests/rehearsal/template"))
                .run(command).exits(0);
        return new Gson().fromJson(result.out(), new TypeToken<>() {});
    }
}
