/// SentencePiece models as their users train them, and ones that no trainer makes.
#pragma once

#include <gtest/gtest.h>
#include <sentencepiece_trainer.h>

#include <bit>
#include <cstring>
#include <fstream>
#include <functional>
#include <string>
#include <vector>

#include <lingan/text/subword/protobuf_reader.h>
#include <lingan/text/subword/sentencepiece_model.h>

#include "tests/test_data.h"

namespace lingan::testing {

/// A few sentences in several scripts.
inline const std::vector<std::string>& training_lines() {
  static const std::vector<std::string> lines = {
      "a man riding a wave on a surfboard in the ocean",
      "two dogs play with a ball in the park, and the other dog sleeps",
      "a train stops at the station; the station is at the end of the line",
      "the quick brown fox jumps over the lazy dog and the dog jumps over the fox",
      "Several people walk down a busy street. Several people talk on the street.",
      "zebras graze on green grass near trees, 100 or 1000 of them in 2016, 2017 and 2018",
      "He said: \"don't (ever) do it...\" -- well-known, e.g. 3.14% of $5, 12:30",
      "internationalization and localization of applications",
      "aa aaa aaaa bb bbb abab abba 00 000 0000 1111 !!! ... ---",
      "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
      "我喜欢音乐，你呢？ I like music too",
      "العربية، نعم؟ עברית שלום",
      "한국어 문장입니다. 또 하나의 문장입니다.",
      "Größe, Ærø, naïve café, fiancée, déjà vu, żółć",
      "Всё хорошо, что хорошо кончается",
      "ﬁre ﬂow Ｗｉｄｅ ＴＥＸＴ ① ② ㍿ ½ e\u0301 o\u0308",
      "👩‍👩‍👧 family 👍🏽 🇩🇪 ❤️"};
  return lines;
}

/// The bytes of a model trained on some lines with the library's own defaults and `flags`.
inline std::string train_model(const std::vector<std::string>& lines, const std::string& flags) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "corpus.txt";
  std::ofstream file(path);
  for (const auto& line : lines) file << line << '\n';
  file.close();
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(
      "--minloglevel=3 --hard_vocab_limit=false --input=" + path.string() + " " + flags, nullptr,
      &model);
  EXPECT_TRUE(status.ok()) << status.ToString();
  return model;
}

inline void append_varint(std::string& bytes, uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  bytes += static_cast<char>(value);
}

inline void append_bytes_field(std::string& bytes, uint32_t number, std::string_view content) {
  append_varint(bytes, number << 3 | 2);
  append_varint(bytes, content.size());
  bytes += content;
}

inline std::string encode_piece(const ModelPiece& piece) {
  std::string bytes;
  append_bytes_field(bytes, 1, piece.text);
  append_varint(bytes, 2 << 3 | 5);
  const auto score = std::bit_cast<uint32_t>(piece.score);
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(score >> shift);
  append_varint(bytes, 3 << 3);
  append_varint(bytes, static_cast<uint64_t>(piece.type));
  return bytes;
}

/// A model with other pieces.
inline std::string with_pieces(const std::string& model,
                               const std::function<void(std::vector<ModelPiece>&)>& change) {
  std::vector<ModelPiece> pieces = read_sentencepiece_model(model).pieces;
  change(pieces);
  std::string changed;
  for (const auto& piece : pieces) append_bytes_field(changed, 1, encode_piece(piece));
  ProtobufReader reader(model);
  while (const auto field = reader.next()) {
    if (field->number != 1) append_bytes_field(changed, field->number, field->bytes);
  }
  return changed;
}

}  // namespace lingan::testing
