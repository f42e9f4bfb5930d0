/// Reads any bytes as a corpus, under all three ways of taking malformed text.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/utf8.h>
#include <lingan/text/corpus/corpus.h>
#include <lingan/text/corpus/line_encoder.h>

namespace {

void require(bool condition) {
  if (!condition) __builtin_trap();
}

const lingan::Tokenizer& tokenizer() {
  static const auto kept = [] {
    bool given = false;
    lingan::TokenizerOptions options;
    options.kind = "character";
    return lingan::train_tokenizer(options, [given]() mutable -> std::optional<std::string> {
      if (given) return std::nullopt;
      given = true;
      return "some letters to know";
    });
  }();
  return *kept;
}

void read_lines(const std::string& bytes, lingan::BadText bad_text) {
  std::istringstream stream(bytes);
  lingan::CorpusLines lines(stream, "fuzz", bad_text);
  while (const auto line = lines.next()) {
    require(lingan::valid_utf8_prefix(*line) == line->size());
    require(line->find('\n') == std::string::npos && line->find('\0') == std::string::npos);
  }
}

void read_matrix(const std::string& bytes) {
  std::istringstream stream(bytes);
  lingan::CorpusLines lines(stream, "fuzz", lingan::BadText::kReplace);
  const auto [corpus, report, kept] =
      lingan::read_corpus(lines, lingan::CpuLineEncoder(tokenizer()), {});
  require(report.sentences == corpus.rows && corpus.width == report.max_length);
  require(report.lines == report.sentences + report.empty + report.too_long);
}

template <typename Call>
void allow_errors(const Call& call) {
  try {
    call();
  } catch (const lingan::InputError&) {
    // Malformed input must end here, with a message.
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  allow_errors([&] { read_lines(bytes, lingan::BadText::kError); });
  allow_errors([&] { read_lines(bytes, lingan::BadText::kReplace); });
  allow_errors([&] { read_lines(bytes, lingan::BadText::kSkip); });
  allow_errors([&] { read_matrix(bytes); });
  return 0;
}
