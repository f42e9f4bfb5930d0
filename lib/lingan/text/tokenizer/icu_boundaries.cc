#include <lingan/text/tokenizer/icu_boundaries.h>

#include <cstdint>
#include <memory>
#include <string>

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

void check(UErrorCode status) {
  if (U_FAILURE(status)) {
    throw InputError(std::string("ICU: cannot find the boundaries of a text: ") +
                     u_errorName(status));
  }
}

/// A break iterator with the text it runs over; every thread has its own.
class Segmenter {
 public:
  using Factory = icu::BreakIterator* (*)(const icu::Locale&, UErrorCode&);

  explicit Segmenter(Factory make) {
    UErrorCode status = U_ZERO_ERROR;
    iterator_.reset(make(icu::Locale::getRoot(), status));
    check(status);
  }
  ~Segmenter() { utext_close(&text_); }
  Segmenter(const Segmenter&) = delete;
  Segmenter& operator=(const Segmenter&) = delete;

  std::vector<std::string_view> split(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    utext_openUTF8(&text_, text.data(), static_cast<int64_t>(text.size()), &status);
    iterator_->setText(&text_, status);
    check(status);
    std::vector<std::string_view> parts;
    int32_t begin = iterator_->first();
    for (int32_t end = iterator_->next(); end != icu::BreakIterator::DONE;
         end = iterator_->next()) {
      parts.push_back(text.substr(static_cast<size_t>(begin), static_cast<size_t>(end - begin)));
      begin = end;
    }
    return parts;
  }

 private:
  std::unique_ptr<icu::BreakIterator> iterator_;
  UText text_ = UTEXT_INITIALIZER;
};

}  // namespace

std::vector<std::string_view> split_words(std::string_view text) {
  thread_local Segmenter segmenter(&icu::BreakIterator::createWordInstance);
  return segmenter.split(text);
}

std::vector<std::string_view> split_graphemes(std::string_view text) {
  thread_local Segmenter segmenter(&icu::BreakIterator::createCharacterInstance);
  return segmenter.split(text);
}

}  // namespace lingan
