/// Random strings that trip tokenizers.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/text/utf8_of.h"

namespace lingan::testing {

/// Draws strings out of words of a text, pieces, odd characters, spaces of all kinds and malformed
/// bytes. The same seed gives the same strings.
class RandomText {
 public:
  /// @param parts  texts to draw from: words, pieces of a model
  RandomText(uint64_t seed, std::vector<std::string> parts)
      : random_(seed), parts_(std::move(parts)) {}

  std::string next() {
    const size_t style = below(8);
    const size_t maximum = below(60) == 0 ? 1500 : below(8) == 0 ? 120 : 24;
    std::string text;
    for (size_t left = below(maximum + 1); left > 0; --left) add(style, text);
    return text;
  }

  size_t below(size_t bound) { return static_cast<size_t>(random_() % bound); }

 private:
  void add(size_t style, std::string& text) {
    switch (style) {
      case 0:  // a plain sentence
        if (!text.empty()) text += ' ';
        text += part();
        return;
      case 1:  // letters with many ties
        text += "aab01 .-"[below(8)];
        return;
      case 2:
        text += static_cast<char>(' ' + below(95));
        return;
      default:
        break;
    }
    switch (below(12)) {
      case 0:
      case 1:
        text += space();
        return;
      case 2:
        text += utf8_of(below(below(4) == 0 ? 0x110000 : 0x3000));
        return;
      case 3:
        text += odd();
        return;
      case 4:
        if (style >= 6) text += static_cast<char>(below(256));
        return;
      case 5:
        text += static_cast<char>(below(128));
        return;
      default:
        text += part();
        if (below(2) == 0) text += ' ';
    }
  }

  const std::string& part() { return parts_[below(parts_.size())]; }

  std::string space() {
    static const std::vector<std::string> kSpaces = {
        " ",       "  ",      "   ",     " \t ",   "\t",     "\n",     "\r",      "\v",
        " ",       "\u00A0",  "\u3000",  "\u2003", "\u200B", "\u2028", "\u2581",  "\u2581\u2581",
        "\u2009 ", " \u2581", "\u2581 ", "\uFEFF", "\u00AD", "\u180E", " \u0308", "\u1680"};
    return kSpaces[below(kSpaces.size())];
  }

  std::string odd() {
    static const std::vector<std::string> kOdd = {"ﬁ",
                                                  "Ａ",
                                                  "①",
                                                  "㍿",
                                                  "½",
                                                  "\u0301",
                                                  "e\u0301",
                                                  "\u1112\u1161\u11AB",
                                                  "가",
                                                  "İ",
                                                  "ß",
                                                  "ſ",
                                                  "Ω",
                                                  "Ⅷ",
                                                  "ﷺ",
                                                  "ｶﾞ",
                                                  "㌔",
                                                  "\u0345",
                                                  "👩‍👩‍👧",
                                                  "\uFFFD",
                                                  "\U0001F1E9",
                                                  "a\u0308\u0304",
                                                  "\u0F73",
                                                  "\uAC00\u11A8",
                                                  "ǅ",
                                                  "<unk>",
                                                  "</s>",
                                                  "<0x41>"};
    return kOdd[below(kOdd.size())];
  }

  std::mt19937_64 random_;
  std::vector<std::string> parts_;
};

}  // namespace lingan::testing
