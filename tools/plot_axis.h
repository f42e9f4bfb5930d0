/// An axis of a picture: values to places, and round values to mark.
#pragma once

#include <vector>

namespace lingan::tools {

/// Linear; its places may fall where values rise.
class PlotAxis {
 public:
  /// Spans the values and a little more.
  /// @param values  at least one, finite.
  /// @param begin, end  places of its lowest and its highest value.
  PlotAxis(const std::vector<double>& values, double begin, double end);

  double place(double value) const;

  /// 1, 2 or 5 times a power of ten apart, at most eight.
  std::vector<double> ticks() const;

 private:
  double low_;
  double high_;
  double begin_;
  double end_;
};

}  // namespace lingan::tools
