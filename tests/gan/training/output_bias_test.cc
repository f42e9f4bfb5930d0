#include <lingan/gan/training/output_bias.h>

#include <gtest/gtest.h>

#include <utility>

#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/model/sentences/sentences.h>

#include "tests/gan/training/small_run.h"

namespace lingan::output_bias_test {
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

/// Passes over all of a text, in two parts.
void fit(Generator& generator, const TokenBatch& text, int64_t passes) {
  OutputBiasFit fit(generator, text);
  const Sentences all = to_sentences(text);
  for (int64_t pass = 0; pass < passes; ++pass) {
    fit.count(rows_of(all, 0, 10));
    fit.count(rows_of(all, 10, text.rows - 10));
    fit.end_pass();
  }
  EXPECT_EQ(fit.passes(), passes);
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
  const TokenBatch text = counting_sentences(64, 0);
  const auto generator = small_generator(small_options());
  fit(*generator, text, 200);
  const auto [expected, actual] = expected_and_actual_counts(*generator, text);
  EXPECT_TRUE(torch::allclose(expected, actual, 1e-3, 1e-2)) << expected << actual;
}

TEST(OutputBias, LosesNoLikelihoodByAPass) {
  const TokenBatch text = counting_sentences(64, 0);
  const auto generator = small_generator(small_options());
  double before = corpus_nll(*generator, text, SpecialTokens{});
  for (int pass = 0; pass < 6; ++pass) {
    fit(*generator, text, 1);
    const double after = corpus_nll(*generator, text, SpecialTokens{});
    EXPECT_LT(after, before);
    before = after;
  }
}

TEST(OutputBias, IsAllThatChanges) {
  const auto generator = small_generator(small_options());
  const auto other = small_generator(small_options());
  fit(*generator, counting_sentences(64, 0), 2);
  const auto had = other->named_parameters();
  for (const auto& parameter : generator->named_parameters()) {
    const bool is_same = torch::equal(parameter.value(), had[parameter.key()]);
    EXPECT_EQ(is_same, parameter.key() != "output_bias") << parameter.key();
    EXPECT_FALSE(parameter.value().grad().defined()) << parameter.key();
  }
  fit(*other, counting_sentences(64, 0), 0);
  EXPECT_TRUE(torch::equal(had["output_bias"],
                           small_generator(small_options())->named_parameters()["output_bias"]));
}

TEST(OutputBias, IsPutBackByUndoingAPass) {
  const TokenBatch text = counting_sentences(64, 0);
  const auto generator = small_generator(small_options());
  const torch::Tensor bias = generator->named_parameters()["output_bias"];
  const torch::Tensor before = bias.clone();
  OutputBiasFit fit(*generator, text);
  fit.count(to_sentences(text));
  fit.end_pass();
  EXPECT_FALSE(torch::equal(bias, before));
  fit.undo_pass();
  EXPECT_TRUE(torch::equal(bias, before));
}

TEST(OutputBias, ContinuesAPassFromWhatWasSaved) {
  const TokenBatch text = counting_sentences(64, 0);
  const Sentences all = to_sentences(text);
  const auto whole = small_generator(small_options()), parted = small_generator(small_options());
  fit(*whole, text, 1);
  OutputBiasFit first(*parted, text);
  first.count(rows_of(all, 0, 10));
  OutputBiasFit second(*parted, text);
  second.restore(nlohmann::json::parse(first.save().dump()));
  second.count(rows_of(all, 10, 54));
  second.end_pass();
  EXPECT_EQ(second.passes(), 1);
  EXPECT_TRUE(torch::equal(whole->named_parameters()["output_bias"],
                           parted->named_parameters()["output_bias"]));
}

TEST(OutputBias, RefusesWhatIsSavedOfAnotherGenerator) {
  const TokenBatch text = counting_sentences(64, 0);
  const auto generator = small_generator(small_options());
  OutputBiasFit fit(*generator, text);
  EXPECT_THROW(fit.restore({{"passes", 0}, {"excess", {{1.0, 2.0}}}}), InputError);
  EXPECT_THROW(fit.restore({{"passes", 0}, {"excess", nlohmann::json::array()}}), InputError);
}

TEST(OutputBias, OfANetworkForEachLabelIsThatOfItsSentences) {
  TokenBatch text = counting_sentences(64, 0);
  for (int64_t row = 0; row < text.rows; ++row) text.labels.push_back(row % 3 == 0 ? 1 : 0);
  GeneratorOptions options = small_options();
  options.labels = "separate";
  options.label_sentences = {42, 22};
  const auto both = small_generator(options), each = small_generator(options);
  fit(*both, text, 3);
  for (const int32_t label : {0, 1}) {
    TokenBatch own = select_rows(text, rows_with_label(text, label));
    own.labels.clear();
    fit(*each->of_labels()[label], own, 3);
    EXPECT_TRUE(torch::allclose(both->of_labels()[label]->named_parameters()["output_bias"],
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
  fit(*generator, text, 5);
  EXPECT_LT(corpus_nll(*generator, text, SpecialTokens{}), before);
}

}  // namespace
}  // namespace lingan::output_bias_test
