#include <lingan/model/discriminators/embedding_discriminator.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/discriminator_scorer.h>
#include <lingan/model/discriminators/label_condition.h>
#include <lingan/model/discriminators/source_condition_options.h>
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

/// Of a D of the kind that is told one of three labels.
DiscriminatorOptions told_options(const std::string& kind) {
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
  return options;
}

std::shared_ptr<Discriminator> told(const std::string& kind) {
  auto made = make_discriminator(told_options(kind), {7, Purpose::kInitialize, 0});
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

/// A D of the kind that reads sources, of which some have one of two labels.
std::shared_ptr<Discriminator> reader(const std::string& kind, bool reads = true,
                                      bool has_labels = true) {
  DiscriminatorOptions options = told_options(kind);
  options.classes = 0;
  options.own.get<LabelCondition>().is_told = false;
  auto& condition = options.own.get<SourceConditionOptions>();
  const auto sources = std::make_shared<SourceTable>();
  sources->sentences = {4, 3, {3, 2, 0, 4, 5, 2, 2, 0, 0, 4, 5, 2}, {2, 3, 1, 3}};
  if (has_labels) sources->sentences.labels = {0, 1, 1, 0};
  condition = {.reads_sources = reads, .sources = sources, .labels = has_labels ? 2 : 0};
  auto made = make_discriminator(options, {7, Purpose::kInitialize, 0});
  made->eval();
  return made;
}

/// h(s) by torch's own GRU, of one source.
torch::Tensor code_by_torch(Discriminator& d, const std::vector<int64_t>& source, int64_t label) {
  auto named = d.named_parameters();
  std::vector<torch::Tensor> weights;
  for (const char* name : {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"}) {
    weights.push_back(named[std::string("source_") + name]);
  }
  const auto words = torch::embedding(named["embedding"], torch::tensor(source));
  const auto first = named["source_label_embedding"][label].unsqueeze(0);
  const auto input = torch::cat({first, words}).unsqueeze(0);
  return std::get<1>(
      torch::gru(input, torch::zeros({1, 1, 4}), weights, true, 1, 0.0, false, false, true))[0][0];
}

class ReadSources : public ::testing::TestWithParam<const char*> {};

// C(x) + <P h(s), phi(x)>, of which C(x) is what a D of the same weights that reads none gives.
TEST_P(ReadSources, AreProjectedOn) {
  const torch::NoGradGuard no_gradient;
  const auto d = reader(GetParam()), plain = reader(GetParam(), false);
  const auto weights = d->named_parameters();
  for (auto& parameter : plain->named_parameters()) {
    parameter.value().copy_(weights[parameter.key()]);
  }
  Sentences both = two_sentences();
  both.labels = torch::tensor({1, 3}, torch::kInt64);
  // phi(x) is the slope of the output in P, which is linear.
  const auto p = weights["source_weight"];
  const auto without = plain->logits(both);
  const auto expected_of = [&](int64_t row, const torch::Tensor& code) {
    torch::Tensor sum = torch::zeros_like(without[row]);
    const auto projected = p.mv(code);
    for (int64_t w = 0; w < p.size(0); ++w) {
      const auto kept = weights["output_weight"].clone();
      plain->named_parameters()["output_weight"][0][w] += 1;
      sum += projected[w] * (plain->logits(both) - without)[row];
      plain->named_parameters()["output_weight"].copy_(kept);
    }
    return sum;
  };
  const auto difference = d->logits(both) - without;
  EXPECT_TRUE(
      torch::allclose(difference[0], expected_of(0, code_by_torch(*d, {4, 5, 2}, 1)), 1e-4, 1e-5));
  EXPECT_TRUE(
      torch::allclose(difference[1], expected_of(1, code_by_torch(*d, {4, 5, 2}, 0)), 1e-4, 1e-5));
  EXPECT_GT(
      (code_by_torch(*d, {4, 5, 2}, 1) - code_by_torch(*d, {4, 5, 2}, 0)).abs().max().item<float>(),
      1e-3)
      << "one source, two labels";
}

TEST_P(ReadSources, AreLearntBy) {
  const auto d = reader(GetParam());
  Sentences both = two_sentences();
  both.labels = torch::tensor({1, 0}, torch::kInt64);
  d->logits(both).sum().backward();
  for (const auto& parameter : d->named_parameters()) {
    if (!parameter.key().starts_with("source_")) continue;
    EXPECT_GT(parameter.value().grad().abs().max().item<float>(), 0) << parameter.key();
  }
}

TEST_P(ReadSources, AreNeeded) {
  EXPECT_THROW(reader(GetParam())->logits(two_sentences()), UsageError);
  EXPECT_NO_THROW(reader(GetParam(), false)->logits(two_sentences()));
}

TEST_P(ReadSources, AreScoredAsTheModuleJudges) {
  const torch::NoGradGuard no_gradient;
  const auto d = reader(GetParam(), true, false);
  Sentences both = two_sentences();
  both.labels = torch::tensor({2, 0}, torch::kInt64);
  const auto values = d->scorer()->values(hard_sentences(to_token_batch(both)));
  EXPECT_TRUE(torch::allclose(values, d->logits(both), 1e-4, 1e-5));
}

INSTANTIATE_TEST_SUITE_P(Kinds, ReadSources,
                         ::testing::Values("cnn", "multi-representation-cnn", "recurrent",
                                           "self-attention"),
                         [](const auto& instance) {
                           std::string name = instance.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace lingan::embedding_discriminator_test
