//SOURCES AccountClock.java Browser.java Bundle.java Cli.java DataApiClient.java Documents.java
//SOURCES EditedScript.java FakeClock.java
//SOURCES FileServer.java ForBothContainers.java HtmlReport.java JsonReport.java NpmProgram.java
//SOURCES IamRequest.java PgvectorServer.java PinnedVersion.java PseudoTerminal.java RestoreChecks.java
//SOURCES RunningInJvm.java RunningProcess.java Screenshots.java SdkClients.java StressSeeds.java Summary.java
//SOURCES TableSchema.java
//SOURCES TerminalPicture.java TestAccount.java TestBots.java TestSnapshot.java
//SOURCES TestStack.java Transcript.java Waiting.java
/**
 * What the tests share: the command line, a Bedrock Chat account in the embedded AWS, bots, terminals, copies of the
 * bundle. No test lives here. It imports lib; the other rooms of the tests import it.
 */
package tests.support;
