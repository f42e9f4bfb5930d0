#include <lingan/run/evaluation/run_encoder.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/metrics/vectors/retrieval.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/run/evaluation/given_sentences.h>

#include "tests/refusal.h"
#include "tests/run/small_run.h"
#include "tests/run/topic_text.h"

namespace lingan::run_encoder_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// The recipe hashing in small, trained on sentences of four topics, of which it is told nothing.
class HashingRun {
 public:
  HashingRun()
      : data(prepare_text(
            {.corpus = write_lines(folder.path() / "text", topic_text(800, 1).sentences).string(),
             .validation_share = 0.1,
             .tokenizer = "whitespace"})),
        run(trained_run(folder.path(), recipe(), data)) {}

  static Recipe recipe() {
    const std::vector<std::string> overrides = {
        "generator.embedding_width=24",     "generator.hidden_width=32",
        "discriminator.embedding_width=16", "discriminator.filter_widths=[2]",
        "discriminator.filter_counts=[16]", "strategy.sign-relaxation.encoder_width=24",
        "training.batch_size=64",           "training.adversarial_rounds=300",
        "training.evaluate_every=300",      "training.checkpoint_every=300",
        "training.evaluate_samples=20"};
    return load_recipe("hashing", overrides);
  }

  TokenBatch read(const std::vector<std::string>& lines) const {
    return read_given(*run.spec().tokenizer, write_lines(folder.path() / "given", lines).string(),
                      {.name = "sentence", .longest = run.spec().length});
  }

  const TemporaryFolder folder;
  const PreparedData data;
  const RunDirectory run;
};

const HashingRun& hashing_run() {
  static const HashingRun run;
  return run;
}

metrics::SentenceVectors by_untrained(const HashingRun& hashing, const TokenBatch& sentences) {
  const torch::NoGradGuard no_gradient;
  CodeEncoder encoder(hashing.run.generator_options(), 24, {1, Purpose::kInitialize, 2});
  const auto means = encoder.forward(to_sentences(sentences)).mean.to(torch::kFloat64).contiguous();
  const double* numbers = means.const_data_ptr<double>();
  return {.width = means.size(1), .values = {numbers, numbers + means.numel()}};
}

/// A quarter of all sentences has a topic. Held-out sentences of one are found by their bits.
TEST(RunEncoder, GivesSentencesOfOneTopicCodesAlike) {
  const HashingRun& hashing = hashing_run();
  const TopicText unseen = topic_text(400, 9);
  const TokenBatch sentences = hashing.read(unseen.sentences);
  const auto found = [&](const metrics::SentenceVectors& vectors) {
    return metrics::retrieval(metrics::signs_of(vectors), unseen.topics, 10);
  };
  const auto trained = found(RunEncoder(hashing.run).codes(sentences));
  const auto untrained = found(by_untrained(hashing, sentences));
  EXPECT_NEAR(trained.chance, 0.25, 0.01);
  EXPECT_GT(trained.precision, 0.8);
  EXPECT_GT(trained.precision, untrained.precision + 0.3);
  EXPECT_GT(trained.mean_average_precision, untrained.mean_average_precision + 0.2);
}

TEST(RunEncoder, CodesASentenceTheSameWhateverStandsBesideIt) {
  const HashingRun& hashing = hashing_run();
  const std::vector<std::string> lines = topic_text(300, 4).sentences;
  const RunEncoder encoder(hashing.run);
  const auto all = encoder.codes(hashing.read(lines));
  const auto last = encoder.codes(hashing.read({lines.back()}));
  ASSERT_EQ(all.size(), 300);
  ASSERT_EQ(all.width, 16);
  for (int64_t i = 0; i < all.width; ++i) EXPECT_NEAR(all[299][i], last[0][i], 1e-4);
}

TEST(RunEncoder, IsOfARecipeThatHasOne) {
  const SmallRun small;
  EXPECT_THAT(refusal<UsageError>([&] { RunEncoder encoder(small.run); }),
              ::testing::HasSubstr("its recipe has no strategy, and so no encoder of sentences; "
                                   "strategies that have one: variational"));
}

}  // namespace
}  // namespace lingan::run_encoder_test
