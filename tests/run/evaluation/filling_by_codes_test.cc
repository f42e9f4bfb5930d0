#include <lingan/run/evaluation/filling_by_codes.h>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan::filling_by_codes_test {
namespace {

constexpr SpecialTokens kSpecials{};
constexpr int32_t kWords = 4, kFirstWord = 4;

GeneratorOptions options(const char* codes = "normal") {
  GeneratorOptions options;
  options.vocabulary_size = kFirstWord + kWords;
  options.embedding_width = 5;
  options.hidden_width = 7;
  options.length = 5;
  options.latent_width = codes == std::string("normal") ? 1 : 3;
  options.latent_codes = codes;
  options.initial_range = 1.5;
  return options;
}

/// A generator of four words whose preferences its code changes.
std::shared_ptr<Generator> model(const GeneratorOptions& options) {
  auto generator = make_generator(options, {14, Purpose::kInitialize, 0});
  const torch::NoGradGuard no_gradient;
  generator->named_parameters()["latent_weight"].mul_(2);
  generator->forbid({{kSpecials.unk}});
  generator->eval();
  return generator;
}

/// An encoder that was never trained.
FillingByCodes::Encoder encoder() {
  auto network = std::make_shared<CodeEncoder>(options(), 6, RandomStream{2});
  return [network](const TokenBatch& sentences) {
    return network->forward(to_sentences(sentences, torch::kCPU));
  };
}

/// `_ 5 _ 6` and its end.
TokenBatch sentences(int64_t rows) {
  TokenBatch batch = TokenBatch::filled(rows, 5, 0);
  for (size_t place = 0; place < batch.tokens.size(); ++place) {
    batch.tokens[place] =
        std::vector<int32_t>{kSpecials.bos, 5, kSpecials.bos, 6, kSpecials.eos}[place % 5];
  }
  batch.lengths.assign(static_cast<size_t>(rows), 5);
  return batch;
}

using Words = std::pair<int32_t, int32_t>;

/// ln p(x | z) of every filling, [fillings, codes].
/// @param codes  [n, Z].
torch::Tensor log_likelihoods(Generator& generator, const torch::Tensor& codes) {
  TokenBatch all = sentences(kWords * kWords);
  for (int32_t i = 0; i < kWords * kWords; ++i) {
    all.tokens[static_cast<size_t>(5 * i)] = kFirstWord + i / kWords;
    all.tokens[static_cast<size_t>(5 * i + 2)] = kFirstWord + i % kWords;
  }
  std::vector<torch::Tensor> of_codes;
  Sentences coded = to_sentences(all, torch::kCPU);
  for (const torch::Tensor& code : codes.unbind(0)) {
    coded.latent = code.expand({all.rows, -1});
    of_codes.push_back(log_likelihood_of_codes(generator, coded).to(torch::kFloat64));
  }
  return torch::stack(of_codes, 1);
}

/// p(words in the holes | all that is known), by enumeration of words and a sum over codes.
/// @param log_weights  [n], of codes [n, Z].
std::map<Words, double> posterior(const GeneratorOptions& options, const torch::Tensor& codes,
                                  const torch::Tensor& log_weights) {
  const auto generator = model(options);
  const auto p =
      torch::softmax(torch::logsumexp(log_likelihoods(*generator, codes) + log_weights, 1), 0);
  std::map<Words, double> of_words;
  for (int32_t i = 0; i < kWords * kWords; ++i) {
    of_words[{kFirstWord + i / kWords, kFirstWord + i % kWords}] = p[i].item<double>();
  }
  return of_words;
}

/// Of normal codes, by quadrature.
std::map<Words, double> normal_posterior() {
  const auto codes = torch::linspace(-6, 6, 481).unsqueeze(1);
  return posterior(options(), codes, -codes.squeeze(1).square().to(torch::kFloat64) / 2);
}

/// Of three bits.
std::map<Words, double> binary_posterior() {
  const auto bit = torch::tensor({-1.0F, 1.0F});
  return posterior(options("binary"), torch::cartesian_prod({bit, bit, bit}),
                   torch::zeros({8}, torch::kFloat64));
}

TokenBatch fill(const GeneratorOptions& options, FillingByCodes::Encoder encoder,
                const FillRequest& request, int64_t first, int64_t count) {
  const auto generator = model(options), filler = model(options);
  filler->forbid({{kSpecials.eos}});
  return FillingByCodes(*generator, *filler, std::move(encoder),
                        std::make_shared<const TokenBatch>(sentences(1)), request)
      .fill(first, count);
}

/// Half of the sum over fillings of |their share - p|.
double distance(const TokenBatch& filled, std::map<Words, double> p) {
  for (size_t row = 0; row < filled.lengths.size(); ++row) {
    p.at({filled.tokens[5 * row], filled.tokens[5 * row + 2]}) -=
        1.0 / static_cast<double>(filled.rows);
  }
  double sum = 0;
  for (const auto& [words, difference] : p) sum += std::abs(difference);
  return sum / 2;
}

double distance(const FillRequest& request, const FillingByCodes::Encoder& encoder = {}) {
  return distance(fill(options(), encoder, request, 0, request.fillings), normal_posterior());
}

TEST(FillingByCodes, IsOfTheGeneratorGivenAllThatIsKnown) {
  EXPECT_LT(distance({.fillings = 2000, .candidates = 24, .steps = 4}), 0.05);
  EXPECT_LT(distance({.fillings = 2000, .candidates = 24, .steps = 4}, encoder()), 0.05);
  EXPECT_GT(distance({.fillings = 1000, .candidates = 1, .steps = 1}), 0.2) << "as it is drawn";
}

/// One candidate beside the present state: then the steps do it.
TEST(FillingByCodes, IsOfItInTheLimitOfStepsForAnyNumberOfCandidates) {
  EXPECT_LT(distance({.fillings = 800, .candidates = 1, .steps = 60}, encoder()), 0.06);
}

TEST(FillingByCodes, GoesByTheGeneratorsOwnCodes) {
  const FillRequest request{.fillings = 2000, .candidates = 24, .steps = 3};
  EXPECT_LT(distance(fill(options("binary"), {}, request, 0, 2000), binary_posterior()), 0.05);
}

TEST(FillingByCodes, IsTheLikeliestWhereThatIsWanted) {
  FillRequest request{.fillings = 3, .candidates = 1000};
  request.options.greedy = true;
  const TokenBatch filled = fill(options(), encoder(), request, 0, 3);
  const auto p = normal_posterior();
  const auto best = std::ranges::max_element(p, {}, [](const auto& one) { return one.second; });
  for (size_t row = 0; row < 3; ++row) {
    EXPECT_EQ(Words(filled.tokens[5 * row], filled.tokens[5 * row + 2]), best->first);
  }
}

TEST(FillingByCodes, HangsOnNoOther) {
  const FillRequest request{.fillings = 20, .candidates = 7, .steps = 3};
  const TokenBatch whole = fill(options(), encoder(), request, 0, 20);
  const TokenBatch part = fill(options(), encoder(), request, 12, 4);
  EXPECT_EQ(part.tokens, select_rows(whole, std::vector<int64_t>{12, 13, 14, 15}).tokens);
}

TEST(FillingByCodes, NeedsACode) {
  GeneratorOptions without = options();
  without.latent_width = 0;
  const auto generator = make_generator(without, {14, Purpose::kInitialize, 0});
  EXPECT_THROW(FillingByCodes(*generator, *generator, {},
                              std::make_shared<const TokenBatch>(sentences(1)), {}),
               UsageError);
}

}  // namespace
}  // namespace lingan::filling_by_codes_test
