#include <lingan/model/discriminators/embedding_discriminator.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator_scorer.h>
#include <lingan/model/discriminators/label_condition.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan::embedding_discriminator_test {
namespace {

std::shared_ptr<Discriminator> of_tokens(const std::string& kind, bool token_outputs = true) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.filter_widths = {1, 2, 3};
  options.filter_counts = {3, 4, 5};
  options.length = 6;
  options.token_outputs = token_outputs;
  auto made = make_discriminator(options, {7, Purpose::kInitialize, 0});
  made->eval();
  return made;
}

Sentences two_sentences() {
  Sentences both;
  both.tokens = torch::tensor({{2, 3, 4, 5, 6, 7}, {8, 3, 2, 0, 0, 0}}, torch::kInt64);
  both.lengths = torch::tensor({6, 3}, torch::kInt64);
  return both;
}

class TokenOutputs : public ::testing::TestWithParam<const char*> {};

TEST_P(TokenOutputs, AreOfTokensAndTheirFiguresEndTheFeatures) {
  const torch::NoGradGuard no_gradient;
  const auto d = of_tokens(GetParam());
  const Sentences both = two_sentences();
  const auto logits = d->token_logits(both);
  EXPECT_EQ(logits.sizes(), (std::vector<int64_t>{2, 6}));
  const auto features = d->features(both);
  EXPECT_TRUE(torch::allclose(features.slice(1, -3), sum_minimum_and_mean(logits, both.lengths)));
  EXPECT_EQ(of_tokens(GetParam(), false)->features(both).size(1), features.size(1) - 3);
  EXPECT_THROW(of_tokens(GetParam(), false)->token_logits(both), UsageError);
}

// Whatever stands after its end does not change the judgement of a sentence's tokens.
TEST_P(TokenOutputs, PassOverPads) {
  const torch::NoGradGuard no_gradient;
  const auto d = of_tokens(GetParam());
  Sentences both = two_sentences();
  const auto tokens = d->token_logits(both), sentences = d->logits(both);
  both.tokens[1].slice(0, 3).fill_(5);
  EXPECT_TRUE(torch::allclose(d->token_logits(both)[1].slice(0, 0, 3), tokens[1].slice(0, 0, 3)));
  EXPECT_TRUE(torch::allclose(d->logits(both), sentences));
}

TEST_P(TokenOutputs, AreScoredAsTheModuleJudges) {
  const torch::NoGradGuard no_gradient;
  const auto d = of_tokens(GetParam());
  const HardSentences hard = hard_sentences(to_token_batch(two_sentences()));
  EXPECT_TRUE(torch::allclose(d->scorer()->values(hard), d->logits(hard.sentences)));
}

INSTANTIATE_TEST_SUITE_P(Kinds, TokenOutputs, ::testing::Values("cnn", "recurrent"));

// With filters of width 3 a token is judged by itself and one neighbour on each side.
TEST(TokenOutputsOfACnn, AreOfTheWindowsAroundTokens) {
  const torch::NoGradGuard no_gradient;
  const auto d = of_tokens("cnn");
  Sentences both = two_sentences();
  const auto before = d->token_logits(both)[0].clone();
  both.tokens[0][2] = 8;
  const auto change = (d->token_logits(both)[0] - before).abs();
  for (const int64_t t : {0, 4, 5}) EXPECT_LT(change[t].item<float>(), 1e-6) << t;
  for (const int64_t t : {1, 2, 3}) EXPECT_GT(change[t].item<float>(), 1e-4) << t;
}

/// A D of the kind that is told one of three labels.
std::shared_ptr<Discriminator> told(const std::string& kind) {
  DiscriminatorOptions options;
  options.kind = kind;
  options.vocabulary_size = 9;
  options.embedding_width = 4;
  options.representations = 2;
  options.filter_widths = {1, 2, 3};
  options.filter_counts = {3, 4, 5};
  options.length = 6;
  options.classes = 3;
  options.own.get<LabelCondition>().is_told = true;
  auto made = make_discriminator(options, {7, Purpose::kInitialize, 0});
  made->eval();
  return made;
}

class ToldLabels : public ::testing::TestWithParam<const char*> {};

// <v_y - v_0, phi> + b_y - b_0, whose phi is what two other outputs solve for.
TEST_P(ToldLabels, AreProjectedOn) {
  const torch::NoGradGuard no_gradient;
  const auto d = told(GetParam());
  Sentences both = two_sentences();
  std::vector<torch::Tensor> of_label;
  for (int64_t label = 0; label < 3; ++label) {
    both.labels = torch::tensor({label, (label + 1) % 3}, torch::kInt64);
    of_label.push_back(d->logits(both));
  }
  auto parameters = d->named_parameters();
  const auto weight = parameters["output_weight"], bias = parameters["output_bias"];
  // One step of v_2 changes what is said of sentences of label 2 alone, and by |phi|^2 > 0.
  weight[2] += 1;
  for (int64_t label = 0; label < 3; ++label) {
    both.labels = torch::tensor({label, (label + 1) % 3}, torch::kInt64);
    const auto difference = d->logits(both) - of_label[static_cast<size_t>(label)];
    for (int64_t row = 0; row < 2; ++row) {
      EXPECT_EQ(difference[row].abs().max().item<float>() > 1e-6, (label + row) % 3 == 2);
    }
  }
  weight[2] -= 1;
  bias[3] += 0.5;  // b_0 counts against all
  EXPECT_TRUE(torch::allclose(d->logits(both), of_label[2] - 0.5, 1e-4, 1e-5));
}

TEST_P(ToldLabels, AreNeeded) {
  EXPECT_THROW(told(GetParam())->logits(two_sentences()), UsageError);
}

TEST_P(ToldLabels, AreScoredAsTheModuleJudges) {
  const torch::NoGradGuard no_gradient;
  const auto d = told(GetParam());
  Sentences both = two_sentences();
  both.labels = torch::tensor({2, 0}, torch::kInt64);
  const auto values = d->scorer()->values(hard_sentences(to_token_batch(both)));
  EXPECT_TRUE(torch::allclose(values, d->logits(both), 1e-4, 1e-5));
}

INSTANTIATE_TEST_SUITE_P(Kinds, ToldLabels,
                         ::testing::Values("cnn", "multi-representation-cnn", "recurrent",
                                           "self-attention"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::erase(name, '-');
                           return name;
                         });

// By independent lines: of a D of classes l_y - l_(K+1).
TEST(ToldLabelsOfACnn, AreJudgedByTheirRowOfClasses) {
  const torch::NoGradGuard no_gradient;
  const auto d = told("cnn");
  Sentences both = two_sentences();
  both.labels = torch::tensor({2, 0}, torch::kInt64);
  const auto phi = d->features(both);
  const auto weight = d->named_parameters()["output_weight"];
  const auto bias = d->named_parameters()["output_bias"];
  for (int64_t row = 0; row < 2; ++row) {
    const int64_t label = row == 0 ? 2 : 0;
    const auto expected = (weight[label] - weight[3]).dot(phi[row]) + bias[label] - bias[3];
    EXPECT_NEAR(d->logits(both)[row].item<float>(), expected.item<float>(), 1e-5);
  }
}

}  // namespace
}  // namespace lingan::embedding_discriminator_test
