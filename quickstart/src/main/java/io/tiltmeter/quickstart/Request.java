package io.tiltmeter.quickstart;

import io.tiltmeter.quickstart.study.StudyPlan;
import io.tiltmeter.quickstart.study.StudyPlan.Mixture;
import io.tiltmeter.quickstart.study.StudyPlan.Mode;
import io.tiltmeter.quickstart.study.StudyPlan.Scale;
import io.tiltmeter.quickstart.supervision.CannotGoOn;
import io.tiltmeter.quickstart.supervision.Ports;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.LongPredicate;

/**
 * What the person asked for on the command line.
 *
 * @param command demo or up
 * @param study what the lab study is like; without meaning for up
 * @param ending whether to stop when the study is done
 * @param data directory that everything is kept in
 * @param ports the page's port and the replicas of the evaluator
 */
record Request(Command command, StudyPlan study, Ending ending, Path data, Ports ports) {
    static final long DEFAULT_SEED = 41;
    private static final long MAX_SEED = 1_000_000_000;
    private static final int MAX_EVALUATORS = 16;

    enum Command {
        DEMO,
        UP
    }

    enum Ending {
        STAY_UP,
        EXIT
    }

    /**
     * Reads a command line.
     *
     * @throws CannotGoOn with every fault at once
     */
    static Request parse(List<String> arguments) {
        Deque<String> words = new ArrayDeque<>(arguments);
        List<String> faults = new ArrayList<>();
        Command command = oneOf(Command.class, "the command", words.isEmpty() ? "" : words.pop(), Command.UP, faults);
        long seed = DEFAULT_SEED;
        long page = Ports.DEFAULT_PAGE;
        long evaluators = 1;
        Mode mode = Mode.FULL;
        Mixture mixture = Mixture.DEFAULT;
        Scale scale = Scale.WHOLE;
        Ending ending = Ending.STAY_UP;
        String data = "tiltmeter-data";
        while (!words.isEmpty()) {
            String option = words.pop();
            if (option.equals("--exit")) {
                ending = Ending.EXIT;
                continue;
            }
            if (!List.of("--seed", "--mode", "--mixture", "--scale", "--data", "--port", "--replicas")
                    .contains(option)) {
                faults.add("unknown option " + option);
                continue;
            }
            if (words.isEmpty()) {
                faults.add(option + " needs a value");
                continue;
            }
            String value = words.pop();
            switch (option) {
                case "--seed" -> seed = whole(option, value, 0, MAX_SEED, faults);
                case "--port" -> page = whole(option, value, Ports.MIN_PAGE, Ports.MAX_PAGE, faults);
                case "--replicas" -> evaluators = whole(option, value, 1, MAX_EVALUATORS, faults);
                case "--mode" -> mode = oneOf(Mode.class, option, value, mode, faults);
                case "--mixture" -> mixture = oneOf(Mixture.class, option, value, mixture, faults);
                case "--scale" -> scale = oneOf(Scale.class, option, value, scale, faults);
                default -> data = value;
            }
        }
        if (!faults.isEmpty()) {
            throw new CannotGoOn("The command line is not valid: " + String.join("; ", faults)
                    + ". ./tiltmeter help lists what there is.");
        }
        return new Request(
                command, new StudyPlan(seed, mode, mixture, scale), ending, Path.of(data), new Ports((int) page, (int)
                        evaluators));
    }

    private static long whole(String option, String value, long least, long most, List<String> faults) {
        LongPredicate inRange = number -> least <= number && number <= most;
        try {
            long number = Long.parseLong(value);
            if (inRange.test(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            faults.add(option + " " + value + " is not a whole number (" + least + " to " + most + ")");
            return least;
        }
        faults.add(option + " " + value + " is outside " + least + " to " + most);
        return least;
    }

    private static <E extends Enum<E>> E oneOf(
            Class<E> kind, String option, String value, E otherwise, List<String> faults) {
        List<String> known = new ArrayList<>();
        for (E constant : kind.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(value)) {
                return constant;
            }
            known.add(name);
        }
        faults.add(option + " \"" + value + "\" is none of " + String.join(", ", known));
        return otherwise;
    }
}
