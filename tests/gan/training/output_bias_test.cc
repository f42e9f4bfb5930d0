#include <lingan/gan/training/output_bias.h>

#include <gtest/gtest.h>

#include <map>
#include <string>

#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/model/sentences.h>

#include "tests/gan/training/small_run.h"

namespace lingan {
namespace {

using testing::counting_sentences;

GeneratorOptions small_options() {
  at::set_num_threads(1);  // the matrices are too small to share
  GeneratorOptions options;
  options.vocabulary_size = 10;
  options.embedding_width = options.hidden_width = 8;
  options.input_dropout = options.output_dropout = 0.5;
  return options;
}

std::shared_ptr<Generator> small_generator(const GeneratorOptions& options) {
  return make_generator(options, {3, Purpose::kInitialize, 0});
}

/// By the definition: the sum of p(v | y_<t), and how often v stands there; both [V].
std::pair<torch::Tensor, torch::Tensor> expected_and_actual_counts(Generator& generator,
                                                                   const TokenBatch& text) {
  const torch::NoGradGuard no_gradient;
  const Sentences all = to_sentences(text);
  const auto kept = inside(all.lengths, all.tokens.size(1)).unsqueeze(2).to(torch::kFloat64);
  const auto probabilities = torch::softmax(generator.forward(all.tokens).to(torch::kFloat64), 2);
  const auto ones = torch::one_hot(all.tokens, probabilities.size(2));
  return {(probabilities * kept).sum({0, 1}), (ones * kept).sum({0, 1})};
}

TEST(OutputBias, MakesAllCountsThoseThatAreExpected) {
  const TokenBatch text = counting_sentences(150, 0);  // three batches
  const auto generator = small_generator(small_options());
  generator->eval();
  fit_output_bias(*generator, text, 200);
  const auto [expected, actual] = expected_and_actual_counts(*generator, text);
  EXPECT_TRUE(torch::allclose(expected, actual, 1e-3, 1e-2)) << expected << actual;
}

TEST(OutputBias, LosesNoLikelihoodByAPass) {
  const TokenBatch text = counting_sentences(64, 0);
  const auto generator = small_generator(small_options());
  double before = corpus_nll(*generator, text, SpecialTokens{});
  for (int pass = 0; pass < 6; ++pass) {
    fit_output_bias(*generator, text, 1);
    const double after = corpus_nll(*generator, text, SpecialTokens{});
    EXPECT_LT(after, before);
    before = after;
  }
}

TEST(OutputBias, IsAllThatChanges) {
  const auto generator = small_generator(small_options());
  const auto other = small_generator(small_options());
  generator->train();
  fit_output_bias(*generator, counting_sentences(64, 0), 2);
  EXPECT_TRUE(generator->is_training());
  const auto had = other->named_parameters();
  for (const auto& parameter : generator->named_parameters()) {
    const bool is_same = torch::equal(parameter.value(), had[parameter.key()]);
    EXPECT_EQ(is_same, parameter.key() != "output_bias") << parameter.key();
    EXPECT_FALSE(parameter.value().grad().defined()) << parameter.key();
  }
  fit_output_bias(*other, counting_sentences(64, 0), 0);
  EXPECT_TRUE(torch::equal(had["output_bias"],
                           small_generator(small_options())->named_parameters()["output_bias"]));
}

TEST(OutputBias, OfANetworkForEachLabelIsThatOfItsSentences) {
  TokenBatch text = counting_sentences(64, 0);
  for (int64_t row = 0; row < text.rows; ++row) text.labels.push_back(row % 3 == 0 ? 1 : 0);
  GeneratorOptions options = small_options();
  options.labels = "separate";
  options.label_sentences = {42, 22};
  const auto both = small_generator(options), each = small_generator(options);
  fit_output_bias(*both, text, 3);
  for (const int32_t label : {0, 1}) {
    TokenBatch own = select_rows(text, rows_with_label(text, label));
    own.labels.clear();
    fit_output_bias(*each->of_labels()[label], own, 3);
    EXPECT_TRUE(torch::equal(both->of_labels()[label]->named_parameters()["output_bias"],
                             each->of_labels()[label]->named_parameters()["output_bias"]));
  }
}

TEST(OutputBias, IsFittedToSentencesGivenTheirLabels) {
  TokenBatch text = counting_sentences(64, 0);
  for (int64_t row = 0; row < text.rows; ++row) text.labels.push_back(row % 2);
  GeneratorOptions options = small_options();
  options.labels = "condition";
  options.label_sentences = {32, 32};
  const auto generator = small_generator(options);
  const double before = corpus_nll(*generator, text, SpecialTokens{});
  fit_output_bias(*generator, text, 5);
  EXPECT_LT(corpus_nll(*generator, text, SpecialTokens{}), before);
}

}  // namespace
}  // namespace lingan
