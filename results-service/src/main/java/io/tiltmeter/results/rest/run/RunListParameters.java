package io.tiltmeter.results.rest.run;

import io.tiltmeter.contracts.event.RunAnnotation;
import io.tiltmeter.contracts.event.RunStatus;
import io.tiltmeter.results.application.run.RunSelection;
import io.tiltmeter.results.application.run.RunSelection.Order;
import io.tiltmeter.results.application.run.RunSelection.Sort;
import io.tiltmeter.results.persistence.RunFilter;
import io.tiltmeter.results.persistence.RunFilter.Archived;
import io.tiltmeter.results.rest.QueryFaults;
import io.tiltmeter.results.verdict.Verdict;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Which runs are listed, as a {@code @BeanParam}. */
public class RunListParameters {
    private static final int LONGEST_SEARCH = 200;

    @Parameter(
            description = "Only runs whose id or name contains this, or a tag, in letters of any case",
            example = "lora")
    @QueryParam("search")
    Optional<String> search;

    @Parameter(
            description = "Only runs with this tag; if it is given several times, only runs with all of these tags",
            example = "baseline")
    @QueryParam("tag")
    List<String> tags;

    @Parameter(
            description = "false leaves out archived runs (the default), true leaves out the others, all lists both",
            schema = @Schema(type = SchemaType.STRING, implementation = Archived.class))
    @QueryParam("archived")
    Optional<String> archived;

    @Parameter(
            description = "Only runs of this status",
            schema = @Schema(type = SchemaType.STRING, implementation = RunStatus.class))
    @QueryParam("status")
    Optional<String> status;

    @Parameter(
            description = "Only runs with this verdict on all their suites",
            schema = @Schema(type = SchemaType.STRING, implementation = Verdict.State.class))
    @QueryParam("verdict")
    Optional<String> verdict;

    @Parameter(description = "Only runs evaluated on the knowledge-conflict suite of this name", example = "cf_lab")
    @QueryParam("suite")
    Optional<String> suite;

    @Parameter(
            description = "What the list is sorted by; runs without the figure come last",
            schema = @Schema(type = SchemaType.STRING, implementation = Sort.class))
    @QueryParam("sort")
    Optional<String> sort;

    @Parameter(
            description = "ascending or descending; by default names ascend and everything else descends",
            schema = @Schema(type = SchemaType.STRING, implementation = Order.class))
    @QueryParam("order")
    Optional<String> order;

    RunSelection selection(QueryFaults faults) {
        search.filter(sent -> sent.length() > LONGEST_SEARCH)
                .ifPresent(sent -> faults.add(
                        "search",
                        sent.substring(0, LONGEST_SEARCH) + "...",
                        "has more than " + LONGEST_SEARCH + " characters",
                        "send a part of the name"));
        tags.stream()
                .filter(tag ->
                        tag.isBlank() || tag.codePoints().count() > RunAnnotation.MAX_TAG_LENGTH || tag.contains(","))
                .forEach(tag -> faults.add(
                        "tag",
                        tag,
                        "is no tag: 1 to " + RunAnnotation.MAX_TAG_LENGTH + " characters without commas",
                        "send each tag by a parameter of its own, as tag=a&tag=b"));
        return new RunSelection(
                new RunFilter(
                        search,
                        faults.choice("status", status, RunStatus.class),
                        tags,
                        faults.choice("archived", archived, Archived.FALSE)),
                faults.choice("verdict", verdict, Verdict.State.class),
                suite,
                faults.choice("sort", sort, Sort.CREATED),
                faults.choice("order", order, Order.class));
    }
}
