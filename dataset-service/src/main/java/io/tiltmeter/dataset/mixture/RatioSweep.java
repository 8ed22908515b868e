package io.tiltmeter.dataset.mixture;

import io.tiltmeter.contracts.Id;
import io.tiltmeter.contracts.request.AugmentationRequest;
import io.tiltmeter.contracts.request.MixtureRequest;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One mixture at several ratios of counterfactual augmentation, otherwise the same. */
public final class RatioSweep {
    private RatioSweep() {}

    /**
     * A request for each ratio, in their order, with the ids {@code <id>-cf<percent>}: {@code -cf0}, {@code -cf10},
     * {@code -cf0.5}. At 0 there are no augmented rows.
     *
     * @param id without the ending
     * @param request whose substitutes and entities hold for all
     * @param ratios each in [0, 1]
     * @throws IllegalArgumentException if a ratio is outside the range, appears twice, or makes an id too long
     */
    public static List<MixtureRequest.Sources> requests(
            String id, MixtureRequest.Sources request, List<Double> ratios) {
        Set<String> ids = new HashSet<>();
        return ratios.stream()
                .map(ratio -> {
                    String own = Id.checked("mixture id", id + ending(ratio));
                    if (!ids.add(own)) {
                        throw new IllegalArgumentException("ratio " + ratio + " appears twice: leave one out");
                    }
                    return request.with(
                            Optional.of(own),
                            Optional.of(request.augmentation()
                                    .map(augmentation -> augmentation.atRatio(ratio))
                                    .orElseGet(() -> AugmentationRequest.ofRatio(ratio))));
                })
                .toList();
    }

    /**
     * How the id of the mixture at a ratio ends.
     *
     * @throws IllegalArgumentException if it is outside [0, 1]
     */
    public static String ending(double ratio) {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "ratio " + ratio + " is outside [0, 1]: send 0.1 for a tenth of the rows on top");
        }
        BigDecimal percent = BigDecimal.valueOf(ratio).movePointRight(2).stripTrailingZeros();
        return "-cf" + (percent.signum() == 0 ? "0" : percent.toPlainString());
    }
}
