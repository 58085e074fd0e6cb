//SOURCES AwsError.java AwsRequest.java AwsResponse.java AwsService.java DataFile.java Json.java Page.java
//SOURCES QueryForm.java Xml.java

/**
 * The wire protocols of AWS: requests, responses and errors of the services, in JSON and in the XML of the Query
 * protocol. What a service does with a request is in the package of that service. Every package of the embedded AWS may
 * import this one, which imports none.
 */
package lib.rehearsal.wire;
