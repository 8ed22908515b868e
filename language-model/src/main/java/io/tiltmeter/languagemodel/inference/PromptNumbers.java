package io.tiltmeter.languagemodel.inference;

import java.util.List;

/** The numbers of a call's prompts, which seed their sampled answers: the same prompt and number give the same answers. */
public sealed interface PromptNumbers {

    /** The number of a prompt. @param index of the prompt in the call, from 0 */
    long of(int index);

    /** @throws IllegalArgumentException unless there is a number for each of so many prompts */
    void check(int prompts);

    /** Consecutive numbers. @param first number of the first prompt, at least 0 */
    record From(long first) implements PromptNumbers {

        @Override
        public long of(int index) {
            return first + index;
        }

        @Override
        public void check(int prompts) {}
    }

    /**
     * A number for each prompt, so that an item's samples do not depend on the call that it is in.
     *
     * @param numbers any, in the order of the prompts; they may be equal
     */
    record Each(List<Long> numbers) implements PromptNumbers {

        public Each {
            numbers = List.copyOf(numbers);
        }

        @Override
        public long of(int index) {
            return numbers.get(index);
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
