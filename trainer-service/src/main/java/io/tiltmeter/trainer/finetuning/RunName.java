package io.tiltmeter.trainer.finetuning;

import io.tiltmeter.contracts.Id;
import java.util.Set;

/** The id of a run from its name. */
public final class RunName {
    private RunName() {}

    /** The name itself, or with the first number from 2 that makes it new. */
    public static String free(String name, Set<String> taken) {
        String id = name;
        for (int number = 2; taken.contains(id); number++) {
            String suffix = "-" + number;
            id = name.substring(0, Math.min(name.length(), Id.MAX_LENGTH - suffix.length())) + suffix;
        }
        return id;
    }
}
