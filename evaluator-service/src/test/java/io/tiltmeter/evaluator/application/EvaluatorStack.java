package io.tiltmeter.evaluator.application;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.tiltmeter.evaluator.application.judge.TestJudge;
import io.tiltmeter.servicetest.ServiceStack;

/** What the evaluator runs on in all tests of this module; leases and back-offs are short. */
@QuarkusTestResource(
        value = ServiceStack.class,
        initArgs = {
            @ResourceArg(name = "schema", value = "evaluator"),
            @ResourceArg(name = "tiltmeter.replica", value = "evaluator-under-test"),
            @ResourceArg(name = "tiltmeter.checkpoints.directories", value = "{directory}/checkpoints"),
            @ResourceArg(name = "tiltmeter.work.lease", value = "3s"),
            @ResourceArg(name = "tiltmeter.work.most-failures", value = "3"),
            @ResourceArg(name = "tiltmeter.work.poll", value = "50ms"),
            @ResourceArg(name = "tiltmeter.work.first-back-off", value = "20ms")
        })
@QuarkusTestResource(TestJudge.class)
final class EvaluatorStack {}
