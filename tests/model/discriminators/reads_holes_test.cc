/// A recurrent D that knows which words of filled sentences were holes.
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

#include "tests/model/masked_generator.h"

namespace lingan::reads_holes_test {
namespace {

std::shared_ptr<Discriminator> reader(const std::string& judges) {
  DiscriminatorOptions options;
  options.kind = "recurrent";
  options.vocabulary_size = 6;
  options.embedding_width = 5;
  options.length = 4;
  auto& own = options.own.get<RecurrentDiscriminatorOptions>();
  own.hidden_width = 6;
  own.output_width = 7;
  own.judges = judges;
  own.reads_holes = true;
  own.sources = testing::masked_sources();
  auto discriminator = make_discriminator(options, {4, Purpose::kInitialize, 0});
  discriminator->eval();
  return discriminator;
}

/// `3 4 5 <eos>` as a filling of two of the masked sentences, and with another last word.
Sentences sentences() {
  Sentences sentences;
  sentences.tokens = torch::tensor({{3, 4, 5, 2}, {3, 4, 5, 2}, {3, 4, 3, 2}}, torch::kInt64);
  sentences.lengths = torch::full({3}, 4, torch::kInt64);
  sentences.labels = torch::tensor({0, 2, 2}, torch::kInt64);
  return sentences;
}

TEST(ReadsHoles, JudgesFilledWordsByTheWholeSentence) {
  const torch::NoGradGuard no_gradient;
  const auto odds = reader("tokens")->logits(sentences());
  const auto open = torch::tensor({{1, 0, 1, 0}, {1, 1, 1, 0}, {1, 1, 1, 0}});
  EXPECT_TRUE(torch::equal((odds != 0).to(torch::kInt64), open)) << "known words have even odds";
  EXPECT_NE(odds[0][0].item<float>(), odds[1][0].item<float>()) << "by the holes";
  EXPECT_NE(odds[1][0].item<float>(), odds[2][0].item<float>()) << "by what follows";
}

TEST(ReadsHoles, JudgesSentencesByTheirHolesToo) {
  const torch::NoGradGuard no_gradient;
  const auto odds = reader("sentences")->logits(sentences());
  EXPECT_NE(odds[0].item<float>(), odds[1].item<float>());
  Sentences without = sentences();
  without.labels = torch::Tensor();
  EXPECT_THROW(reader("sentences")->logits(without), UsageError);
}

}  // namespace
}  // namespace lingan::reads_holes_test
