/**
 * Stands in for Windows' winspool.drv: the same calls, with the structures as winspool.h lays them out, so that what passes
 * between our code and a library is seen on any computer of 64 bits. It writes down what it is asked and keeps the bytes.
 * It prints nothing, and does not show that Windows would.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef uint32_t DWORD;
typedef uint16_t WCHAR;

typedef struct {
  WCHAR *pDocName, *pOutputFile, *pDatatype;
} DOC_INFO_1W;

typedef struct {
  WCHAR *pServerName, *pPrinterName, *pShareName, *pPortName, *pDriverName, *pComment, *pLocation;
  void *pDevMode;
  WCHAR *pSepFile, *pPrintProcessor, *pDatatype, *pParameters;
  void *pSecurityDescriptor;
  DWORD Attributes, Priority, DefaultPriority, StartTime, UntilTime, Status, cJobs, AveragePPM;
} PRINTER_INFO_2W;

static char calls[16384];
static char printer;
static DWORD takenAtOnce = 5;

const char *winspool_calls(void) { return calls; }
void winspool_forget(void) { calls[0] = 0; }

static void note(const char *text) { strncat(calls, text, sizeof calls - strlen(calls) - 1); }

static void noteWide(const WCHAR *text) {
  if (!text) note("(null)");
  for (; text && *text; text += 1) {
    char letter[8];
    snprintf(letter, sizeof letter, *text < 128 ? "%c" : "U+%04X", *text);
    note(letter);
  }
}

static int simple(const char *name, void *handle) {
  note(name);
  note(handle == &printer ? "\n" : " of nothing\n");
  return handle == &printer;
}

int OpenPrinterW(const WCHAR *name, void **handle, void *defaults) {
  note("open ");
  noteWide(name);
  note(defaults ? " with defaults\n" : "\n");
  if (name[0] == '-') return 0;
  *handle = &printer;
  return 1;
}

DWORD StartDocPrinterW(void *handle, DWORD level, const DOC_INFO_1W *document) {
  note(level == 1 ? "document " : "unknown level ");
  noteWide(document->pDocName);
  note(", ");
  noteWide(document->pOutputFile);
  note(", ");
  noteWide(document->pDatatype);
  return simple("", handle) ? 41 : 0;
}

int StartPagePrinter(void *handle) { return simple("page", handle); }

int WritePrinter(void *handle, const uint8_t *bytes, DWORD count, DWORD *taken) {
  *taken = count < takenAtOnce ? count : takenAtOnce;
  note("write ");
  for (DWORD at = 0; at < *taken; at += 1) {
    char hex[4];
    snprintf(hex, sizeof hex, "%02x", bytes[at]);
    note(hex);
  }
  return simple("", handle);
}

int EndPagePrinter(void *handle) { return simple("end of page", handle); }
int EndDocPrinter(void *handle) { return simple("end of document", handle); }
int AbortPrinter(void *handle) { return simple("abort", handle); }
int ClosePrinter(void *handle) { return simple("close", handle); }

int GetPrinterW(void *handle, DWORD level, uint8_t *buffer, DWORD size, DWORD *needed) {
  PRINTER_INFO_2W found;
  memset(&found, 0xee, sizeof found);
  found.Attributes = 0x440;
  found.Status = 0x400;
  found.cJobs = 3;
  *needed = sizeof found;
  if (level != 2 || size < sizeof found) return 0;
  memcpy(buffer, &found, sizeof found);
  return simple("look", handle);
}
