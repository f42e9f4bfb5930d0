/// Reads any bytes as an ARPA model: what is accepted can be asked, and comes back the same when it
/// is written and read again.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/language_model/arpa.h>
#include <lingan/metrics/language_model/ngram_likelihood.h>

namespace {

using lingan::metrics::WordModel;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

WordModel read(const std::string& text) {
  std::istringstream stream(text);
  return lingan::metrics::read_arpa(stream, "fuzz");
}

void ask(const WordModel& model) {
  const lingan::metrics::NgramLikelihood likelihood(model.ngrams);
  std::vector<int32_t> words;
  for (int32_t i = 0; i < 40; ++i) words.push_back(i * 7 % model.words.size());
  require(std::isfinite(likelihood.log10_probability(words)));
  require(std::isfinite(likelihood.log10_probability(words, {.bos = false, .eos = false})));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  try {
    const WordModel model = read({reinterpret_cast<const char*>(data), size});
    ask(model);
    std::string text;
    lingan::metrics::write_arpa(model, [&text](std::string_view piece) { text += piece; });
    const WordModel again = read(text);
    require(again.ngrams.starts == model.ngrams.starts);
    require(again.ngrams.contexts == model.ngrams.contexts);
    require(again.ngrams.suffixes == model.ngrams.suffixes);
    require(again.ngrams.log10_probability == model.ngrams.log10_probability);
    require(again.ngrams.log10_backoff == model.ngrams.log10_backoff);
  } catch (const lingan::InputError&) {
    // Malformed input must end here, with a message.
  }
  return 0;
}
