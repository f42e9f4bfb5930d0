// Grammar files: what the parser accepts can be sampled, and its samples have a probability.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar_sampler.h>
#include <lingan/grammar/inside_algorithm.h>
#include <lingan/grammar/viterbi_parser.h>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lingan;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    const Grammar grammar = parse_grammar(text, "fuzz");
    const InsideScorer scorer(grammar);
    const ViterbiParser parser(grammar);
    const std::string sentence = GrammarSampler(grammar, 1, 20).sentence(0);
    const double log = scorer.log_probability(sentence);
    if (!std::isfinite(log) || log > 1e-6) std::abort();
    const double best = parser.parse(sentence).log_probability;
    if (!std::isfinite(best) || best > log + 1e-6) std::abort();
    scorer.log_probability(text.substr(0, 64));
  } catch (const Error&) {
  }
  return 0;
}
