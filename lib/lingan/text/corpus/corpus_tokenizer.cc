#include <lingan/text/corpus/corpus_tokenizer.h>

#include <optional>
#include <string>

#include <lingan/base/error.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {

std::unique_ptr<Tokenizer> learn_tokenizer(
    const TokenizerOptions& options, CorpusLines& lines,
    const std::function<bool(std::string_view line)>& is_chosen) {
  bool has_ended = false;
  const auto next = [&] {
    auto line = lines.next();
    while (line && !is_chosen(*line)) line = lines.next();
    has_ended = !line;
    return line;
  };
  // A tokenizer that stops before the end does so at the line that it has got last.
  const auto place = [&] {
    return has_ended ? lines.name() : line_place(lines.name(), lines.lines());
  };
  return with_place_of_data(place, [&] { return train_tokenizer(options, next); });
}

}  // namespace lingan
