#include <lingan/run/evaluation/evaluation_sampling.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::evaluation_sampling_test {
namespace {

std::string refusal(const RunEvaluationRequest& request) {
  return testing::refusal<UsageError>([&] { require_named_likelihoods(request); });
}

TEST(EvaluationSampling, HasLikelihoodsAtAnyTemperature) {
  RunEvaluationRequest request;
  EXPECT_TRUE(has_likelihoods(request));
  request.sampling.temperature = 0.3;
  EXPECT_TRUE(has_likelihoods(request));
  for (const engine::SamplingOptions& cut :
       {engine::SamplingOptions{.top_k = 5}, engine::SamplingOptions{.top_p = 0.9},
        engine::SamplingOptions{.greedy = true}}) {
    EXPECT_FALSE(has_likelihoods({.sampling = cut}));
  }
  EXPECT_FALSE(has_likelihoods({.judge = Judging::kResample}));
}

TEST(EvaluationSampling, RefusesANamedLikelihoodThatThereIsNot) {
  RunEvaluationRequest request{.sampling = {.top_k = 5}};
  request.options.metrics = {"bleu-2", "nll-oracle", "js", "nll-gen"};
  EXPECT_EQ(refusal(request).substr(0, 62),
            "`top_k`: where tokens are cut off, real text may have no proba");
  request.options.metrics = {"bleu-2", "nll-oracle", "acc"};
  EXPECT_EQ(refusal(request), "accepted") << "none is under the generator";
  request.options.metrics = {};
  EXPECT_EQ(refusal(request), "accepted") << "none is named";
  request.options.metrics = {"perplexity"};
  request.sampling = {};
  EXPECT_EQ(refusal(request), "accepted") << "there is one";
}

TEST(EvaluationSampling, NamesWhatTakesTheLikelihoodAway) {
  const auto of = [](const engine::SamplingOptions& sampling, std::optional<Judging> judge = {}) {
    RunEvaluationRequest request{.sampling = sampling, .judge = judge};
    request.options.metrics = {"nll-gen"};
    const std::string text = refusal(request);
    EXPECT_NE(text.find("so there is no nll-gen; leave one of the two out"), std::string::npos);
    return text.substr(0, text.find(':'));
  };
  EXPECT_EQ(of({.top_k = 5}), "`top_k`");
  EXPECT_EQ(of({.top_p = 0.5}), "`top_p`");
  EXPECT_EQ(of({.top_k = 5, .greedy = true}), "`greedy`");
  EXPECT_EQ(of({}, Judging::kReject), "`judge`");
  EXPECT_EQ(of({.top_p = 0.5}, Judging::kReject), "`judge`");
}

TEST(SamplingSignature, SaysWhatIsNotTheDefault) {
  EXPECT_EQ(sampling_signature({}), "");
  EXPECT_EQ(sampling_signature({.sampling = {.temperature = 0.7}}), "temperature:0.7|");
  EXPECT_EQ(sampling_signature({.sampling = {.top_k = 40, .top_p = 0.95}}), "top-k:40|top-p:0.95|");
  EXPECT_EQ(sampling_signature({.sampling = {.greedy = true}}), "greedy:yes|");
  EXPECT_EQ(sampling_signature({.sampling = {.temperature = 2}, .judge = Judging::kReject}),
            "temperature:2|judge:reject|");
  EXPECT_EQ(sampling_signature({.judge = Judging::kResample}), "judge:resample|");
}

}  // namespace
}  // namespace lingan::evaluation_sampling_test
