/* The version of these headers, as macros for C and C++. ABIDE_ABI_VERSION counts the changes of
 * abide.h after which programs must be compiled again. */
#ifndef ABIDE_VERSION_H
#define ABIDE_VERSION_H

#define ABIDE_VERSION_MAJOR 0
#define ABIDE_VERSION_MINOR 1
#define ABIDE_VERSION_PATCH 0
#define ABIDE_VERSION "0.1.0"
/* 10203 is 1.2.3, for comparisons. */
#define ABIDE_VERSION_NUMBER \
  (10000 * ABIDE_VERSION_MAJOR + 100 * ABIDE_VERSION_MINOR + ABIDE_VERSION_PATCH)
#define ABIDE_ABI_VERSION 1

#endif
