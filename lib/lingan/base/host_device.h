/// LINGAN_HD marks a function that is compiled for the host and, under nvcc, for the device.
#pragma once

#ifdef __CUDACC__
#define LINGAN_HD __host__ __device__
#else
#define LINGAN_HD
#endif
