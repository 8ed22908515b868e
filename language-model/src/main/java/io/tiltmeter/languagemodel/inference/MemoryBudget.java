package io.tiltmeter.languagemodel.inference;

/** Asked before a batch takes its memory. A test refuses here as an allocator would. */
interface MemoryBudget {

    /** The allocator alone decides. */
    MemoryBudget ALLOCATOR = (rows, tokens) -> {};

    /**
     * @param rows of the batch
     * @param tokens of its longest row, new ones included
     * @throws ai.djl.engine.EngineException if that does not fit
     */
    void admit(int rows, int tokens);
}
