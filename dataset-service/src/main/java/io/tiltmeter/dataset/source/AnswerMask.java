package io.tiltmeter.dataset.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.tiltmeter.dataset.file.UnfitRow;
import java.util.List;

/**
 * Whether a turn is to be learnt, as files of conversations say it: {@code weight} (OpenAI, mistral-finetune),
 * {@code train} and {@code training} (axolotl), {@code loss} (ms-swift), each 0, 1 or a boolean. A turn without such a member
 * is learnt if it is an answer.
 */
final class AnswerMask {
    private static final List<String> MEMBERS = List.of("weight", "train", "training", "loss");

    /** Axolotl's marks of parts of a turn. */
    private static final List<String> PARTS_MEMBERS = List.of("train_detail", "training_detail");

    private AnswerMask() {}

    /**
     * What says that the turn is not to be learnt, such as {@code messages[1].weight is 0}; empty if it is.
     *
     * @param path of the turn within its row
     * @throws UnfitRow if a member has another value, two contradict each other, or only a part is to be learnt
     */
    static String of(JsonNode message, String path) throws UnfitRow {
        for (String member : PARTS_MEMBERS) {
            if (!message.path(member).isNull() && !message.path(member).isEmpty()) {
                throw new UnfitRow(path + "." + member + " marks parts of a turn, and a turn is learnt whole or not at"
                        + " all: remove it, or give the whole turn \"train\"");
            }
        }
        String masked = "";
        String learnt = "";
        for (String member : MEMBERS) {
            JsonNode value = message.path(member);
            if (value.isMissingNode() || value.isNull()) {
                continue;
            }
            String found = path + "." + member + " is " + value;
            boolean isNumber = value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1);
            if (!value.isBoolean() && !isNumber) {
                throw new UnfitRow(found + ", and 0, 1, true or false is allowed: a turn is learnt or it is not");
            }
            if (value.asDouble(value.asBoolean() ? 1 : 0) == 0) {
                masked = found;
            } else {
                learnt = found;
            }
        }
        if (!masked.isEmpty() && !learnt.isEmpty()) {
            throw new UnfitRow(masked + " and " + learnt + ": keep the one that is meant");
        }
        return masked;
    }
}
