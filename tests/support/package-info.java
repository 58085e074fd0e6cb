//SOURCES Bundle.java Cli.java DataApiClient.java EditedScript.java FakeClock.java FileServer.java JsonReport.java
//SOURCES ManyItemsTable.java NpmProgram.java PgvectorServer.java PinnedVersion.java PseudoTerminal.java Readme.java
//SOURCES RestoreChecks.java RunningInJvm.java RunningProcess.java SdkClients.java SteppedClock.java TableSchema.java
//SOURCES TestAccount.java TestBots.java TestSnapshot.java TestStack.java Waiting.java
/**
 * What the tests share: the command line, a Bedrock Chat account in the embedded AWS, bots, terminals, copies of the
 * bundle. No test lives here. It imports lib; the other rooms of the tests import it.
 */
package tests.support;
