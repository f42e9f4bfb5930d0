#include <lingan/model/discriminators/judgement.h>

#include <gtest/gtest.h>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan::judgement_test {
namespace {

TEST(Judgement, MeansCountWhatHasAWeight) {
  const Judgement of_tokens{torch::tensor({{1.0, 2.0, 90.0}, {5.0, 80.0, 70.0}}),
                            torch::tensor({{1.0, 1.0, 0.0}, {1.0, 0.0, 0.0}})};
  EXPECT_NEAR(of_tokens.mean(of_tokens.outputs).item<double>(), (1 + 2 + 5) / 3.0, 1e-6);
  EXPECT_NEAR(of_tokens.mean(of_tokens.outputs.square()).item<double>(), (1 + 4 + 25) / 3.0, 1e-6);
  EXPECT_TRUE(torch::allclose(of_tokens.per_sentence(), torch::tensor({1.5, 5.0})));
}

TEST(Judgement, MeansCountAllWithoutWeights) {
  const Judgement of_slices{torch::tensor({{1.0, 3.0}, {5.0, 7.0}}), {}};
  EXPECT_EQ(of_slices.mean(of_slices.outputs).item<double>(), 4);
  EXPECT_TRUE(torch::allclose(of_slices.per_sentence(), torch::tensor({2.0, 6.0})));
  const Judgement of_sentences{torch::tensor({1.0, 3.0}), {}};
  EXPECT_TRUE(torch::equal(of_sentences.per_sentence(), of_sentences.outputs));
}

TEST(Judge, WeighsTheTokensOfADiscriminatorThatJudgesThem) {
  DiscriminatorOptions options;
  options.kind = "recurrent";
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.length = 3;
  Sentences sentences;
  sentences.tokens = torch::tensor({{3, 4, 5}, {6, 2, 0}}, torch::kInt64);
  sentences.lengths = torch::tensor({3, 2}, torch::kInt64);
  const auto judge = [&](const std::string& judges) {
    options.own.get<RecurrentDiscriminatorOptions>() = {"lstm", 5,     1, judges == "sentences",
                                                        6,      judges};
    return make_discriminator(options, {7, Purpose::kInitialize, 0})->judge(sentences);
  };
  EXPECT_FALSE(judge("sentences").weights.defined());
  const Judgement judgement = judge("tokens");
  EXPECT_EQ(judgement.outputs.sizes(), (at::IntArrayRef{2, 3}));
  EXPECT_TRUE(
      torch::equal(judgement.weights, torch::tensor({{1.0F, 1.0F, 1.0F}, {1.0F, 1.0F, 0.0F}})));
}

}  // namespace
}  // namespace lingan::judgement_test
