package io.tiltmeter.dataset.application;

import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.request.WorldRequest;
import io.tiltmeter.dataset.facts.FactControl;
import io.tiltmeter.dataset.facts.FactSuite;
import io.tiltmeter.dataset.facts.FactSuiteSize;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.dataset.persistence.StoredDataset.Kind;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Requests for suites that the service makes, with every default filled in, and the names that they have by default. */
final class SuiteRecipes {
    private SuiteRecipes() {}

    static DatasetService.Requested requested(SuiteRequest.Made request) {
        Optional<FactSuite> facts = FactSuite.ofRecipe(request.recipe());
        return facts.isPresent() ? requested(facts.get(), request) : requestedOfLab(request);
    }

    private static DatasetService.Requested requested(FactSuite suite, SuiteRequest.Made request) {
        String control = request.control().orElse(FactControl.CONFLICT.label());
        String size = request.size().orElse(FactSuiteSize.STANDARD.label());
        boolean isHeldOut = request.heldOut().orElse(false);
        SuiteRequest.Made effective = new SuiteRequest.Made(
                Optional.empty(),
                suite.recipe(),
                request.seed(),
                Optional.empty(),
                Optional.of(control),
                Optional.of(size),
                Optional.of(isHeldOut));
        String name = Stream.of(
                        suite.recipe(),
                        control.equals(FactControl.CONFLICT.label()) ? "" : control,
                        size.equals(FactSuiteSize.STANDARD.label()) ? "" : size,
                        isHeldOut ? "held-out" : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("-"));
        return DatasetService.Requested.ofFacts(request.suiteId(), name, request.seed(), effective);
    }

    private static DatasetService.Requested requestedOfLab(SuiteRequest.Made request) {
        LabSuite suite = LabSuite.ofRecipe(request.recipe());
        Optional<WorldRequest> world = WorldSettings.of(request.world()).request();
        SuiteRequest.Made effective = new SuiteRequest.Made(Optional.empty(), suite.recipe(), request.seed(), world);
        return DatasetService.Requested.ofLab(
                Kind.SUITE, request.suiteId(), suite.recipe(), request.seed(), world.isEmpty(), effective);
    }
}
