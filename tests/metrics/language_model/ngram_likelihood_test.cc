#include <lingan/metrics/language_model/ngram_likelihood.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/metrics/language_model/models.h"

namespace lingan::metrics::ngram_likelihood_test {
namespace {

class NgramLikelihoodTest : public ::testing::Test {
 protected:
  std::vector<int32_t> words(const std::string& text) const {
    std::vector<int32_t> words;
    for (const auto word : split_words(text)) {
      words.push_back(std::max(model_.words.find(word), kUnknownWord));
    }
    return words;
  }

  WordModel model_ = read_arpa(model_file("small.arpa"));
  NgramLikelihood likelihood_{model_.ngrams};
};

// KenLM 0.3.0: kenlm.Model("small.arpa").score(text, bos, eos)
TEST_F(NgramLikelihoodTest, AgreesWithKenlm) {
  struct Case {
    const char* text;
    double both, bos, eos, neither;
  };
  for (const auto& [text, both, bos, eos, neither] :
       {Case{"the cat sat on the mat", -2.9901628, -2.8563251, -3.3842161, -3.2503784},
        Case{"the dog ran", -2.9892073, -2.8353198, -3.1518137, -2.9979262},
        Case{"a fox ran", -4.1340489, -3.7396491, -4.0973306, -3.7029305},
        Case{"ran the a", -4.4037795, -3.5728569, -4.3388391, -3.5079165},
        Case{"on", -2.1416943, -1.2760097, -2.0767536, -1.2110689},
        Case{"", -0.6353803, 0, -0.6895933, 0}}) {
    EXPECT_NEAR(likelihood_.log10_probability(words(text)), both, 2e-6) << text;
    EXPECT_NEAR(likelihood_.log10_probability(words(text), {.bos = true, .eos = false}), bos, 2e-6);
    EXPECT_NEAR(likelihood_.log10_probability(words(text), {.bos = false, .eos = true}), eos, 2e-6);
    EXPECT_NEAR(likelihood_.log10_probability(words(text), {.bos = false, .eos = false}), neither,
                2e-6);
  }
}

// kenlm.Model("small.arpa").perplexity("the cat sat on the mat")
TEST_F(NgramLikelihoodTest, HasThePerplexityOfKenlm) {
  const auto text = words("the cat sat on the mat");
  EXPECT_NEAR(perplexity_of(likelihood_.log10_probability(text), 7), 2.674029, 1e-5);
}

TEST(NgramLikelihood, OfUnigramsTakesNoContext) {
  const WordModel model = model_of("a a b\nc\n", 1);
  const auto values = values_of(model);
  const int32_t a = model.words.find("a");
  EXPECT_NEAR(NgramLikelihood(model.ngrams).log10_probability(std::vector<int32_t>{a, a}),
              2 * values.at("a").first + values.at("</s>").first, 1e-6);
}

}  // namespace
}  // namespace lingan::metrics::ngram_likelihood_test
