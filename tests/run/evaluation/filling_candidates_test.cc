#include <lingan/run/evaluation/filling_candidates.h>

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace lingan::filling_candidates_test {
namespace {

constexpr SpecialTokens kSpecials{};
constexpr int32_t kWords = 4, kFirstWord = 4;

/// A language model of four words with sharp preferences.
std::shared_ptr<Generator> model() {
  GeneratorOptions options;
  options.vocabulary_size = kFirstWord + kWords;
  options.embedding_width = 5;
  options.hidden_width = 7;
  options.length = 5;
  options.initial_range = 2.0;
  auto generator = make_generator(options, {14, Purpose::kInitialize, 0});
  generator->forbid({{kSpecials.unk}});
  generator->eval();
  return generator;
}

std::shared_ptr<Generator> filler() {
  auto generator = model();
  generator->forbid({{kSpecials.eos}});
  return generator;
}

/// `_ 5 _ 6` and its end.
std::shared_ptr<const TokenBatch> gapped() {
  auto batch = std::make_shared<TokenBatch>(TokenBatch::filled(1, 5, 0));
  batch->tokens = {kSpecials.bos, 5, kSpecials.bos, 6, kSpecials.eos};
  batch->lengths = {5};
  return batch;
}

/// p(words in the holes | all that is known), by enumeration.
std::map<std::pair<int32_t, int32_t>, double> posterior() {
  TokenBatch all = TokenBatch::filled(kWords * kWords, 5, 0);
  for (int32_t i = 0; i < kWords * kWords; ++i) {
    const int32_t one = kFirstWord + i / kWords, two = kFirstWord + i % kWords;
    const int32_t tokens[] = {one, 5, two, 6, kSpecials.eos};
    std::ranges::copy(tokens, all.tokens.begin() + 5 * i);
    all.lengths[i] = 5;
  }
  const auto log_p = model()->rollouts(kSpecials)->log_probabilities(all);
  std::map<std::pair<int32_t, int32_t>, double> p;
  double total = 0;
  for (size_t i = 0; i < all.lengths.size(); ++i) {
    double sum = 0;
    for (size_t t = 0; t < 5; ++t) sum += log_p[5 * i + t];
    total += p[{all.tokens[5 * i], all.tokens[5 * i + 2]}] = std::exp(sum);
  }
  for (auto& [words, probability] : p) probability /= total;
  return p;
}

TokenBatch fill(const FillRequest& request, int64_t first, int64_t count) {
  return FillingCandidates(model(), filler(), gapped(), request).fill(first, count);
}

double distance(const FillRequest& request) {
  auto p = posterior();
  const TokenBatch filled = fill(request, 0, request.fillings);
  double sum = 0;
  for (int64_t row = 0; row < filled.rows; ++row) {
    p.at({filled.tokens[5 * row], filled.tokens[5 * row + 2]}) -=
        1.0 / static_cast<double>(filled.rows);
  }
  for (const auto& [words, difference] : p) sum += std::abs(difference);
  return sum / 2;
}

TEST(FillingCandidates, AreChosenByTheLikelihoodOfWhatIsKnown) {
  EXPECT_LT(distance({.fillings = 3000, .candidates = 200}), 0.05);
  EXPECT_GT(distance({.fillings = 3000, .candidates = 1}), 0.2) << "as they are drawn";
}

TEST(FillingCandidates, AreTheLikeliestWhereThatIsWanted) {
  FillRequest request{.fillings = 3, .candidates = 500};
  request.options.greedy = true;
  const TokenBatch filled = fill(request, 0, 3);
  const auto p = posterior();
  const auto best = std::ranges::max_element(p, {}, [](const auto& one) { return one.second; });
  for (int64_t row = 0; row < 3; ++row) {
    EXPECT_EQ(filled.tokens[5 * row], best->first.first);
    EXPECT_EQ(filled.tokens[5 * row + 2], best->first.second);
  }
}

TEST(FillingCandidates, OfAFillingHangOnNoOther) {
  const FillRequest request{.fillings = 40, .candidates = 7};
  const TokenBatch whole = fill(request, 0, 40), part = fill(request, 30, 4);
  const std::vector<int64_t> rows = {30, 31, 32, 33};
  EXPECT_EQ(part.tokens, select_rows(whole, rows).tokens);
}

}  // namespace
}  // namespace lingan::filling_candidates_test
