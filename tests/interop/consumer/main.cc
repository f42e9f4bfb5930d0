// Uses a room below torch and one above it, so that headers, libraries and run paths of both must
// be there.
#include <array>
#include <cstdio>

#include <lingan/model/generators/generator.h>
#include <lingan/text/tokenizer/tokenizer.h>

int main() {
  std::array lines{"one small sentence", "one more"};
  size_t next = 0;
  const auto tokenizer = lingan::train_tokenizer({}, [&]() -> std::optional<std::string> {
    if (next == lines.size()) return std::nullopt;
    return lines[next++];
  });

  lingan::GeneratorOptions options;
  options.vocabulary_size = tokenizer->size();
  options.specials = tokenizer->specials();
  const auto generator = lingan::make_generator(options, {7, lingan::Purpose::kInitialize});
  const auto logits = generator->forward(torch::full({2, 3}, 4, torch::kInt64));

  const std::string text = tokenizer->decode(tokenizer->encode(lines[0]));
  std::printf("%s; logits of %d x %d x %d\n", text.c_str(), static_cast<int>(logits.size(0)),
              static_cast<int>(logits.size(1)), static_cast<int>(logits.size(2)));
  return text == lines[0] && logits.size(2) == tokenizer->size() ? 0 : 1;
}
