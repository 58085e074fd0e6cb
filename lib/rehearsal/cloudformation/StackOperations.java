package lib.rehearsal.cloudformation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lib.rehearsal.clock.SimulatedClock;

/**
 * Creates and deletes stacks on the simulated clock: resources side by side, each after those on which it
 * depends, and in the opposite order at the end. Guarded by the clock.
 */
final class StackOperations {
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final SimulatedClock clock;
    private final StackResources resources;
    private final List<ResourceFault> faults = new ArrayList<>();
    private Duration resourceTime;

    StackOperations(SimulatedClock clock, StackResources resources) {
        this.clock = clock;
        this.resources = resources;
    }

    void addFault(ResourceFault fault) {
        faults.add(fault);
    }

    /** Sets how long every resource takes to be created or deleted; null: as long as its type takes. */
    void setResourceTime(Duration time) {
        resourceTime = time;
    }

    void create(Stack stack, Instant now) {
        stack.change("CREATE_IN_PROGRESS", "User Initiated", now);
        later(stack, now.plus(BETWEEN), at -> createNext(stack, at));
    }

    /** Begins every resource whose dependencies are complete; if all are, the stack is. */
    private void createNext(Stack stack, Instant now) {
        for (Stack.Resource resource : stack.resources.values()) {
            boolean ready = resource.isWaiting()
                    && resource.declaration.dependencies().stream()
                            .allMatch(name -> !stack.resources.containsKey(name)
                                    || stack.resources.get(name).is("CREATE_COMPLETE"));
            if (ready && stack.status.equals("CREATE_IN_PROGRESS")) {
                begin(stack, resource, now);
            }
        }
        boolean complete = stack.resources.values().stream().allMatch(resource -> resource.is("CREATE_COMPLETE"));
        if (complete && stack.status.equals("CREATE_IN_PROGRESS")) {
            try {
                stack.fillOutputs();
                stack.change("CREATE_COMPLETE", null, now);
            } catch (IllegalStateException e) {
                endFailedCreation(stack, e.getMessage(), now);
            }
        }
    }

    private void begin(Stack stack, Stack.Resource resource, Instant now) {
        stack.change(resource, "CREATE_IN_PROGRESS", null, now);
        ResourceType type = resource.declaration.type();
        try {
            throwFault(resource, ResourceFault.Operation.CREATE);
            resources.create(stack, resource);
        } catch (ResourceFailure | IllegalStateException e) { // an attribute to which the resource refers is missing
            fail(stack, resource, e.getMessage(), now);
            return;
        }
        Instant initiated = now.plus(BETWEEN);
        later(stack, initiated, at -> stack.change(resource, "CREATE_IN_PROGRESS", "Resource creation Initiated", at));
        later(stack, initiated.plus(resourceTime == null ? type.creation() : resourceTime), at -> {
            try {
                resources.complete(type, resource.created.physicalId(), at);
            } catch (ResourceFailure e) {
                fail(stack, resource, e.getMessage(), at);
                return;
            }
            stack.change(resource, "CREATE_COMPLETE", null, at);
            createNext(stack, at);
        });
    }

    private void fail(Stack stack, Stack.Resource failed, String reason, Instant now) {
        stack.operation++;
        stack.change(failed, "CREATE_FAILED", reason, now);
        List<String> names = new ArrayList<>(List.of(failed.logicalId));
        for (Stack.Resource resource : stack.resources.values()) {
            if (resource.is("CREATE_IN_PROGRESS")) {
                stack.change(resource, "CREATE_FAILED", "Resource creation cancelled", now);
                names.add(resource.logicalId);
            }
        }
        endFailedCreation(stack, "The following resource(s) failed to create: " + names + ". ", now);
    }

    private void endFailedCreation(Stack stack, String reason, Instant now) {
        stack.change("DELETE_IN_PROGRESS", reason + "Delete requested by user.", now);
        later(stack, now.plus(BETWEEN), at -> deleteNext(stack, at));
    }

    /** Deletes a stack from whatever state; if it is being deleted already, nothing changes. */
    void delete(Stack stack, Instant now) {
        if (stack.status.equals("DELETE_IN_PROGRESS") || stack.isDeleted()) {
            return;
        }
        stack.operation++;
        for (Stack.Resource resource : stack.resources.values()) {
            if (resource.is("DELETE_FAILED") || resource.is("DELETE_IN_PROGRESS")) {
                resource.offerAgain();
            }
        }
        stack.change("DELETE_IN_PROGRESS", "User Initiated", now);
        later(stack, now.plus(BETWEEN), at -> deleteNext(stack, at));
    }

    /** Begins the deletion of every resource on which no other depends any more. */
    private void deleteNext(Stack stack, Instant now) {
        for (Stack.Resource resource : stack.resources.values()) {
            boolean free = !resource.isGone()
                    && !resource.is("DELETE_IN_PROGRESS")
                    && !resource.is("DELETE_FAILED")
                    && stack.resources.values().stream()
                            .noneMatch(other -> !other.isGone()
                                    && other.declaration.dependencies().contains(resource.logicalId));
            if (free) {
                beginDeletion(stack, resource, now);
            }
        }
        boolean busy = stack.resources.values().stream().anyMatch(resource -> resource.is("DELETE_IN_PROGRESS"));
        if (!busy && stack.status.endsWith("_IN_PROGRESS")) {
            endDeletion(stack, now);
        }
    }

    private void beginDeletion(Stack stack, Stack.Resource resource, Instant now) {
        stack.change(resource, "DELETE_IN_PROGRESS", null, now);
        ResourceType type = resource.declaration.type();
        Duration time = resourceTime == null ? type.deletion() : resourceTime;
        later(stack, now.plus(resource.created == null ? BETWEEN : time), at -> {
            try {
                throwFault(resource, ResourceFault.Operation.DELETE);
                if (resource.created != null) {
                    resources.delete(type, resource.created.physicalId());
                }
                stack.change(resource, "DELETE_COMPLETE", null, at);
            } catch (ResourceFailure e) {
                stack.change(resource, "DELETE_FAILED", e.getMessage(), at);
            }
            deleteNext(stack, at);
        });
    }

    private void endDeletion(Stack stack, Instant now) {
        Set<String> failed = new TreeSet<>();
        stack.resources.values().stream()
                .filter(resource -> resource.is("DELETE_FAILED"))
                .forEach(resource -> failed.add(resource.logicalId));
        String reason = failed.isEmpty() ? null : "The following resource(s) failed to delete: " + failed + ". ";
        stack.change(failed.isEmpty() ? "DELETE_COMPLETE" : "DELETE_FAILED", reason, now);
        if (stack.isDeleted()) {
            stack.deletedAt = now;
        }
    }

    private void throwFault(Stack.Resource resource, ResourceFault.Operation operation) throws ResourceFailure {
        for (ResourceFault fault : faults) {
            if (fault.matches(resource.logicalId, operation)) {
                faults.remove(fault);
                throw ResourceFailure.of(fault.reason());
            }
        }
    }

    private void later(Stack stack, Instant time, SimulatedClock.Event event) {
        int operation = stack.operation;
        clock.schedule(time, at -> {
            if (stack.operation == operation) {
                event.run(at);
            }
        });
    }
}
