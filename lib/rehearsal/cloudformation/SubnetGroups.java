package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/** AWS::RDS::DBSubnetGroup. */
final class SubnetGroups implements ResourceType {
    static final String TYPE = "AWS::RDS::DBSubnetGroup";
    private static final int MIN_ZONES = 2;

    private final Map<String, List<String>> groups = new HashMap<>();
    private final Predicate<String> inUse;
    private final String region;

    /** @param inUse whether a cluster has the group with that name */
    SubnetGroups(Predicate<String> inUse, String region) {
        this.inUse = inUse;
        this.region = region;
    }

    boolean exists(String name) {
        return groups.containsKey(name);
    }

    @Override
    public Set<String> properties() {
        return Set.of("DBSubnetGroupDescription", "DBSubnetGroupName", "SubnetIds", "Tags");
    }

    @Override
    public Set<String> required() {
        return Set.of("DBSubnetGroupDescription", "SubnetIds");
    }

    @Override
    public Set<String> attributes() {
        return Set.of("DBSubnetGroupArn");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofSeconds(8);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofSeconds(3);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        List<String> subnets = Json.strings(request.properties(), "SubnetIds");
        List<String> unknown = new ArrayList<>(subnets);
        unknown.removeAll(BedrockChatStack.SUBNETS);
        if (!unknown.isEmpty()) {
            throw ResourceFailure.ofService(
                    "Rds", 400, "InvalidRequest", "Some input subnets in :" + unknown + " are invalid.");
        }
        if (subnets.stream().distinct().count() < MIN_ZONES) { // each subnet of the app is in a zone of its own
            throw ResourceFailure.ofService(
                    "Rds",
                    400,
                    "InvalidRequest",
                    "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ"
                            + " coverage: " + region + "a. Add subnets to cover at least 2 AZs.");
        }
        String name = Json.string(request.properties(), "DBSubnetGroupName").orElseGet(() -> PhysicalIds.of(request));
        groups.put(name, subnets);
        return name;
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        return Optional.of(new JsonPrimitive(BedrockChatStack.arn("rds", region, "subgrp:" + physicalId)));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        if (inUse.test(physicalId)) {
            throw ResourceFailure.ofService(
                    "Rds",
                    400,
                    "InvalidRequest",
                    "Cannot delete the subnet group '" + physicalId
                            + "' because at least one database instance is still using it.");
        }
        groups.remove(physicalId);
    }
}
