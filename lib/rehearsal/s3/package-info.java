//SOURCES Buckets.java S3Api.java

/**
 * S3 with the buckets of one account: their regions, and the names and sizes of their objects, which have no content.
 * What writes into them is in the packages above: the scenario, the app and a test. It imports {@code wire};
 * ecs, scenario and the root may import it.
 */
package lib.rehearsal.s3;
