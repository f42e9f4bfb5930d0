/// What sacreBLEU's tokenization `zh` takes for a Chinese character.
#pragma once

#include <string>
#include <string_view>

namespace lingan {

/// Whether sacreBLEU's tokenizer_zh.py sets a character apart.
bool is_chinese_to_sacrebleu(char32_t character);

/// The line with a space on both sides of every such character.  @param line  valid UTF-8.
std::string separate_chinese_characters(std::string_view line);

}  // namespace lingan
