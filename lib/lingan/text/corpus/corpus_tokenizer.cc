#include <lingan/text/corpus/corpus_tokenizer.h>

#include <optional>
#include <string>

#include <lingan/base/error.h>
#include <lingan/text/corpus/line_check.h>

namespace lingan {

std::unique_ptr<Tokenizer> learn_tokenizer(
    const TokenizerOptions& options, CorpusLines& lines,
    const std::function<bool(std::string_view line)>& is_chosen) {
  return learn_tokenizer(options, std::span(&lines, 1), is_chosen);
}

std::unique_ptr<Tokenizer> learn_tokenizer(
    const TokenizerOptions& options, std::span<CorpusLines> files,
    const std::function<bool(std::string_view line)>& is_chosen) {
  size_t file = 0;  // that is being read
  const auto next = [&]() -> std::optional<std::string> {
    for (; file < files.size(); ++file) {
      auto line = files[file].next();
      while (line && !is_chosen(*line)) line = files[file].next();
      if (line) return line;
    }
    return std::nullopt;
  };
  // A tokenizer that stops before the end does so at the line that it has got last.
  const auto place = [&] {
    return file == files.size() ? files.front().name()
                                : line_place(files[file].name(), files[file].lines());
  };
  return with_place_of_data(place, [&] { return train_tokenizer(options, next); });
}

}  // namespace lingan
