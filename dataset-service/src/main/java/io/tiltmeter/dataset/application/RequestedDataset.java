package io.tiltmeter.dataset.application;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.tiltmeter.contracts.Sha256;
import io.tiltmeter.contracts.request.MixtureRequest;
import io.tiltmeter.contracts.request.SuiteRequest;
import io.tiltmeter.contracts.request.WorldRequest;
import io.tiltmeter.dataset.lab.LabSuite;
import io.tiltmeter.dataset.lab.LabWorld;
import io.tiltmeter.dataset.lab.MixtureRecipe;
import io.tiltmeter.dataset.lab.WorldSettings;
import io.tiltmeter.dataset.persistence.DatasetKind;
import io.tiltmeter.servicekit.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A valid request, nothing left open.
 *
 * @param id the name asked for, or one made from the recipe: the same recipe has the same one
 * @param kind what is asked for
 * @param recipe the effective recipe, as JSON
 * @param recipeSha256 over the recipe and the version of the world
 */
public record RequestedDataset(String id, DatasetKind kind, String recipe, String recipeSha256) {
    private static final int HASH_DIGITS_IN_ID = 8;

    /** Grows when the same request would give other examples. */
    private static final int FORM_OF_SOURCE_MIXTURES = 1;

    public static RequestedDataset of(MixtureRequest request) {
        MixtureRecipe recipe = MixtureRecipe.of(request);
        String json = json(recipe.effectiveRequest());
        String sha256 = sha256(json);
        String byDefault = idOf(recipe.name(), recipe.seed(), recipe.isStandard(), sha256);
        return new RequestedDataset(request.mixtureId().orElse(byDefault), DatasetKind.MIXTURE, json, sha256);
    }

    /**
     * A mixture from sources.
     *
     * @param resolved with exact ids
     * @param questions what evaluators are asked for it
     */
    public static RequestedDataset ofSources(MixtureRequest resolved, List<MeasurementRequest> questions) {
        String json = json(resolved.effective());
        String asked = questions.stream().map(MeasurementRequest::id).collect(Collectors.joining("\n"));
        String sha256 = Sha256.of("sources " + FORM_OF_SOURCE_MIXTURES + "\n" + json + "\n" + asked);
        String byDefault = MixtureRequest.SOURCES + "-" + sha256.substring(0, HASH_DIGITS_IN_ID);
        return new RequestedDataset(resolved.mixtureId().orElse(byDefault), DatasetKind.MIXTURE, json, sha256);
    }

    public static RequestedDataset of(SuiteRequest request) {
        LabSuite suite = LabSuite.ofRecipe(request.recipe());
        Optional<WorldRequest> world = WorldSettings.of(request.world()).request();
        String json = json(new SuiteRequest(Optional.empty(), suite.recipe(), request.seed(), world));
        String sha256 = sha256(json);
        String byDefault = idOf(suite.recipe(), request.seed(), world.isEmpty(), sha256);
        return new RequestedDataset(request.suiteId().orElse(byDefault), DatasetKind.SUITE, json, sha256);
    }

    private static String idOf(String recipe, long seed, boolean isStandard, String sha256) {
        String name = recipe.replace('_', '-') + "-" + seed;
        return isStandard ? name : name + "-" + sha256.substring(0, HASH_DIGITS_IN_ID);
    }

    private static String sha256(String recipe) {
        return Sha256.of("lab world " + LabWorld.VERSION + "\n" + recipe);
    }

    private static String json(Object request) {
        try {
            return Json.mapper().writeValueAsString(request);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid request can always be written as JSON", e);
        }
    }
}
