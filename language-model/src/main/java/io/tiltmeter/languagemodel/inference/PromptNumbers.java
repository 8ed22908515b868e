package io.tiltmeter.languagemodel.inference;

import java.util.List;

/** The numbers of a call's prompts, by which sampled answers are drawn: the same prompt and number, the same answers. */
public sealed interface PromptNumbers {

    /** The number of a prompt. @param place in the call, from 0 */
    long of(int place);

    /** @throws IllegalArgumentException unless there is a number for each of so many prompts */
    void check(int prompts);

    /** Prompts in their order. @param first number of the first, at least 0 */
    record From(long first) implements PromptNumbers {

        @Override
        public long of(int place) {
            return first + place;
        }

        @Override
        public void check(int prompts) {}
    }

    /**
     * Every prompt has its own, so that what is drawn for an item does not depend on the call that it is in.
     *
     * @param numbers any, in the order of the prompts; those of other prompts may be equal
     */
    record Each(List<Long> numbers) implements PromptNumbers {

        public Each {
            numbers = List.copyOf(numbers);
        }

        @Override
        public long of(int place) {
            return numbers.get(place);
        }

        @Override
        public void check(int prompts) {
            if (prompts != numbers.size()) {
                throw new IllegalArgumentException(
                        prompts + " prompts have " + numbers.size() + " numbers: give one each");
            }
        }
    }
}
