// Exact probabilities, against closed forms and against a string-by-string computation that shares
// nothing with the chart.
#include <lingan/grammar/inside_algorithm.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar_sampler.h>
#include <lingan/grammar/viterbi_parser.h>

namespace lingan {
namespace {

using Strings = std::map<std::string, double>;

/// All texts of up to `words` words with their probabilities: the languages of all nonterminals,
/// grown from nothing until they stand still.
Strings enumerate(const Grammar& grammar, size_t words) {
  const auto length = [](const std::string& text) {
    return std::count(text.begin(), text.end(), ' ');
  };
  std::vector<Strings> languages(grammar.nonterminals.size());
  for (double gain = 1.0; gain > 1e-14;) {
    std::vector<Strings> next(languages.size());
    for (const GrammarRule& rule : grammar.rules) {
      Strings texts{{"", rule.probability}};
      for (const GrammarSymbol& symbol : rule.right) {
        const Strings word{{symbol.terminal ? grammar.terminals[symbol.index] + " " : "", 1.0}};
        Strings longer;
        for (const auto& [head, p] : texts) {
          for (const auto& [tail, q] : symbol.terminal ? word : languages[symbol.index]) {
            if (length(head + tail) <= static_cast<long>(words)) longer[head + tail] += p * q;
          }
        }
        texts.swap(longer);
      }
      for (const auto& [text, p] : texts) next[rule.left][text] += p;
    }
    gain = 0.0;
    for (size_t left = 0; left < next.size(); ++left) {
      for (const auto& [text, p] : next[left]) gain = std::max(gain, p - languages[left][text]);
    }
    languages.swap(next);
  }
  return languages[grammar.start];
}

struct Case {
  const char* name;
  const char* text;
  size_t words;  ///< texts up to this length are enumerated
  double mass;   ///< at least so much probability lies in them
};

class InsideCases : public testing::TestWithParam<Case> {};

TEST_P(InsideCases, EqualsTheEnumerationOfAllTexts) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  const InsideScorer scorer(grammar);
  double sum = 0.0;
  const Strings texts = enumerate(grammar, GetParam().words);
  for (const auto& [text, probability] : texts) {
    const double log = scorer.log_probability(text);
    EXPECT_NEAR(std::exp(log), probability, 1e-12 + 1e-10 * probability) << "'" << text << "'";
    sum += std::exp(log);
  }
  EXPECT_LE(sum, 1.0 + 1e-10);
  EXPECT_GE(sum, GetParam().mass);
}

TEST_P(InsideCases, BoundsTheBestDerivationWhichIsTheProductOfItsRules) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  const InsideScorer scorer(grammar);
  const ViterbiParser parser(grammar);
  for (const auto& [text, probability] : enumerate(grammar, GetParam().words)) {
    const Derivation best = parser.parse(text);
    double product = 0.0;
    for (const int32_t rule : best.rules) product += std::log(grammar.rules[rule].probability);
    EXPECT_NEAR(best.log_probability, product, 1e-9) << "'" << text << "'";
    EXPECT_LE(best.log_probability, scorer.log_probability(text) + 1e-9) << "'" << text << "'";
  }
}

INSTANTIATE_TEST_SUITE_P(
    Grammars, InsideCases,
    testing::Values(
        Case{"Finite", "S -> A B C | A [2]\nA -> a | b [3]\nB -> A A | c\nC -> d | \"\"", 4,
             1 - 1e-12},
        Case{"UnitCycle", "S -> A x [2] | y\nA -> B | a [2]\nB -> A [3] | S x | b [5]", 6, 0.95},
        Case{"EmptyEverywhere",
             "S -> A B A [2] | \"\"\nA -> a | \"\" [2]\nB -> S b [1] | \"\" [4] | A", 5, 0.99},
        Case{"EmptyMakesUnitCycles", "S -> S S [1] | x [2] | \"\" [2]", 6, 0.95},
        Case{"Ambiguous", "S -> S op S [1] | n [3] | m [1]", 5, 0.9},
        Case{"LongRules", "S -> a A b A c [1] | A A A A [1]\nA -> x [3] | y S [1] | \"\"", 5, 0.4}),
    [](const auto& info) { return info.param.name; });

/// P(x^n) under S -> S S [p] | x [1-p]: the number of binary trees with n leaves (a Catalan number)
/// times p^(n-1) (1-p)^n.
double tree_log_probability(int n, double p) {
  const double catalan = std::lgamma(2 * n - 1) - std::lgamma(n) - std::lgamma(n + 1);
  return catalan + (n - 1) * std::log(p) + n * std::log1p(-p);
}

std::string repeated(const std::string& word, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += word + " ";
  return text;
}

TEST(Inside, CountsAllTreesOfABinaryGrammar) {
  const Grammar grammar = parse_grammar("S -> S S [2] | x [3]", "g");
  const InsideScorer scorer(grammar);
  for (const int n : {1, 2, 3, 10, 60}) {
    EXPECT_NEAR(scorer.log_probability(repeated("x", n)), tree_log_probability(n, 0.4), 1e-10 * n);
  }
}

TEST(Inside, DoesNotUnderflow) {
  const Grammar grammar = parse_grammar("S -> S S [1] | x [99999999]", "g");
  // About e^-4600: doubles end near e^-745.
  const double log = InsideScorer(grammar).log_probability(repeated("x", 280));
  EXPECT_NEAR(log, tree_log_probability(280, 1e-8), 1e-6);
  EXPECT_LT(log, -4000.0);
}

TEST(Inside, IsMinusInfinityForWhatTheGrammarCannotDerive) {
  const Grammar grammar = parse_grammar("S -> a b | a a b", "g");
  const InsideScorer scorer(grammar);
  const double never = -std::numeric_limits<double>::infinity();
  for (const char* text : {"", " ", "a", "b a", "a b b", "a c", "ab", "a \xFF"}) {
    EXPECT_EQ(scorer.log_probability(text), never) << text;
    EXPECT_EQ(ViterbiParser(grammar).parse(text).log_probability, never) << text;
  }
  EXPECT_NEAR(scorer.log_probability("  a\tb \r"), std::log(0.5), 1e-15);
}

TEST(Inside, SumsOverTheSegmentationsOfTouchingWords) {
  const Grammar grammar = parse_grammar("%join \"\"\nS -> W W | W\nW -> a | aa | 了 | aaa 了", "g");
  const InsideScorer scorer(grammar);
  EXPECT_NEAR(scorer.log_probability("aa"), std::log(0.5 / 16 + 0.5 / 4), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aaa"), std::log(2 * 0.5 / 16), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aa了"), std::log(0.5 / 16), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aaa了"), std::log(0.5 / 4), 1e-14);
  EXPECT_EQ(scorer.log_probability("aa \xE4\xBA"), -std::numeric_limits<double>::infinity());
}

TEST(Inside, RefusesTextThatIsTooLongToParse) {
  const Grammar grammar = parse_grammar("S -> S x [1] | x [1]", "g");
  const InsideScorer scorer(grammar);
  EXPECT_NEAR(scorer.log_probability(repeated("x", kMaxParseLength)),
              kMaxParseLength * std::log(0.5), 1e-6);
  EXPECT_THROW(scorer.log_probability(repeated("x", kMaxParseLength + 1)), InputError);
}

TEST(Viterbi, PicksTheMoreProbableOfTwoReadings) {
  const Grammar grammar = parse_grammar("S -> A [2] | B [3]\nA -> x\nB -> x [1] | y [1]", "g");
  const Derivation best = ViterbiParser(grammar).parse("x");
  EXPECT_NEAR(best.log_probability, std::log(0.4), 1e-15);
  EXPECT_EQ(best.rules, (std::vector<int32_t>{0, 2}));
}

TEST(Viterbi, IsTheOnlyDerivationOfArithmetic) {
  const Grammar grammar = load_grammar(LINGAN_SOURCE_DIR "/corpora/arithmetic.grammar");
  const InsideScorer scorer(grammar);
  const ViterbiParser parser(grammar);
  const GrammarSampler sampler(grammar, 3, 40);
  for (uint64_t row = 0; row < 100; ++row) {
    const std::string text = sampler.sentence(row);
    EXPECT_NEAR(parser.parse(text).log_probability, scorer.log_probability(text), 1e-9) << text;
  }
}

}  // namespace
}  // namespace lingan
