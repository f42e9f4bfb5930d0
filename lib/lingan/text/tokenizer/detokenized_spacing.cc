#include <lingan/text/tokenizer/detokenized_spacing.h>

#include <string_view>

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

namespace lingan {
namespace {

bool is_written_without_spaces(UChar32 c) {
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return true;
  if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) return true;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_BOPOMOFO ||
         script == USCRIPT_TIBETAN || c == 0x30FC /* kana length mark, shared by both */;
}

bool is_wide(UChar32 c) {
  const int32_t width = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH;
}

bool ends_phrase(UChar32 c) {
  constexpr std::string_view kMarks = ".,;:!?%";
  if (c < 0x80) return kMarks.find(static_cast<char>(c)) != std::string_view::npos;
  return c == 0x2026 /* ellipsis */ || u_hasBinaryProperty(c, UCHAR_TERMINAL_PUNCTUATION);
}

Edge edge_of(UChar32 c) {
  const uint32_t mask = U_GET_GC_MASK(c);
  if (mask & (U_GC_L_MASK | U_GC_N_MASK | U_GC_M_MASK | U_GC_PC_MASK)) {
    return is_written_without_spaces(c) ? Edge::kSolid : Edge::kWord;
  }
  if (is_wide(c)) return Edge::kSolid;
  if (mask & (U_GC_PS_MASK | U_GC_PI_MASK | U_GC_SC_MASK)) return Edge::kOpen;
  if (mask & (U_GC_PE_MASK | U_GC_PF_MASK) || ends_phrase(c)) return Edge::kClose;
  return Edge::kSolid;
}

}  // namespace

Edges edges_of(std::string_view text) {
  if (text.empty()) return {Edge::kSolid, Edge::kSolid};
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto size = static_cast<int32_t>(text.size());
  int32_t at = 0;
  UChar32 first;
  U8_NEXT_OR_FFFD(bytes, at, size, first);
  at = size;
  UChar32 last;
  do {
    U8_PREV_OR_FFFD(bytes, 0, at, last);
  } while (at > 0 && U_GET_GC_MASK(last) & (U_GC_M_MASK | U_GC_CF_MASK));
  return {edge_of(first), edge_of(last)};
}

}  // namespace lingan
