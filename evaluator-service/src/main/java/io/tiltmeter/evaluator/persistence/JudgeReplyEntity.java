package io.tiltmeter.evaluator.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** What a judge has replied to a prompt. */
@Entity(name = "JudgeReply")
@Table(name = "judge_reply")
public class JudgeReplyEntity {
    /** See {@link io.tiltmeter.evaluator.scorer.JudgePrompt#key}. */
    @Id
    String key;

    String reply;
}
