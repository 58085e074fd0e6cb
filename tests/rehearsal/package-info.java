//SOURCES EmbeddedClockTest.java EmbeddedCloudFormationTest.java EmbeddedDataApiTest.java EmbeddedDmsTest.java
//SOURCES EmbeddedEcsTest.java EmbeddedPostgresLinkTest.java EmbeddedRdsTest.java EmbeddedS3Test.java
//SOURCES PgvectorConformanceTest.java TemplateConformanceTest.java VideoIdTest.java
/**
 * Tests of the embedded AWS itself, and of every statement on real pgvector. Commands are tested in cli. It imports
 * lib and support; only the runner imports it.
 */
package tests.rehearsal;
