//SOURCES EmbeddedCloudFormationTest.java EmbeddedDataApiTest.java EmbeddedDmsTest.java EmbeddedEcsTest.java
//SOURCES EmbeddedPostgresLinkTest.java EmbeddedRdsTest.java EmbeddedStackFailureTest.java
//SOURCES PgvectorConformanceTest.java TemplateConformanceTest.java
/**
 * Tests of the embedded AWS itself, and of every statement on real pgvector. Commands are tested in cli. It imports
 * lib and support; only the runner imports it.
 */
package tests.rehearsal;
