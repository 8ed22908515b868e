package io.tiltmeter.evaluator.rest;

import io.tiltmeter.contracts.Fault;
import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.InvalidRequest;
import io.tiltmeter.servicekit.rest.Page;
import io.tiltmeter.servicekit.rest.PageParameters;
import io.tiltmeter.servicekit.work.WorkItem;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that lists of work have in common, as a {@code @BeanParam}. */
public class WorkParameters {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    @Parameter(
            description = "Only those of this status",
            schema = @Schema(type = SchemaType.STRING, implementation = WorkStatus.class),
            example = "failed")
    @QueryParam("status")
    String status;

    @BeanParam
    PageParameters page;

    /**
     * The pieces of work that a query selects.
     *
     * @param status empty for all
     * @param owner the run or request whose work it is; empty for all
     */
    record WorkQuery(Optional<WorkItem.Status> status, Optional<String> owner, Page page) {}

    /**
     * The query.
     *
     * @param field of the run or request
     * @param owner its value; null if it was not sent
     * @param ownersAt where the ids of owners are listed
     * @throws InvalidRequest with every fault at once
     */
    WorkQuery query(String field, String owner, String ownersAt) {
        List<Fault> faults = new ArrayList<>();
        Optional<WorkStatus> wanted = Optional.ofNullable(status).flatMap(WorkStatus::named);
        if (status != null && wanted.isEmpty()) {
            String known =
                    Arrays.stream(WorkStatus.values()).map(WorkStatus::text).collect(Collectors.joining(", "));
            faults.add(new Fault("status", status, "is not one of " + known, "send one of them, or leave it out"));
        }
        if (owner != null && !Id.FORM.matcher(owner).matches()) {
            String kind = field.replace("_id", "");
            faults.add(new Fault(field, owner, "is not a " + kind + "'s id", "send an id " + ownersAt));
        }
        Page rows = page.page(DEFAULT_LIMIT, MAX_LIMIT, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest(faults);
        }
        return new WorkQuery(wanted.map(WorkStatus::work), Optional.ofNullable(owner), rows);
    }
}
