package io.tiltmeter.languagemodel.inference;

import java.util.Arrays;

/**
 * One answer. The constructor copies the array; readers must not change it.
 *
 * @param ids the new tokens
 */
public record Generation(int[] ids, FinishReason finish) {

    public Generation {
        ids = ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Generation that && Arrays.equals(ids, that.ids) && finish.equals(that.finish);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(ids) + finish.hashCode();
    }

    @Override
    public String toString() {
        return "Generation[ids=" + Arrays.toString(ids) + ", finish=" + finish + "]";
    }
}
