WITH source AS (
  SELECT
    *
  FROM qm.lots
  OFFSET 0
), level_0 AS (
  SELECT
    *,
    CAST("day" AS DATE) < CAST('1900-01-01' AS DATE)
    OR CAST("day" AS DATE) > CAST('2999-12-31' AS DATE) AS "__disposition_0_bad",
    COALESCE(
      EXISTS(
        SELECT
          1
        FROM JSONB_ARRAY_ELEMENTS(
          CASE
            WHEN "tests" IS NULL
            THEN NULL
            WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'null'
            THEN NULL
            WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'array'
            THEN CAST("tests" AS JSONB)
            ELSE CAST('[0]' AS JSONB)
          END
        ) WITH ORDINALITY AS item(value, place)
        WHERE
          (
            (
              CASE
                WHEN JSONB_TYPEOF(item.value) <> 'object'
                THEN TRUE
                ELSE (
                  item.value - CAST(ARRAY['due', 'n', 'ok'] AS TEXT[])
                ) <> CAST('{}' AS JSONB)
              END
              OR (
                COALESCE(
                  CASE
                    WHEN JSONB_EXTRACT_PATH_TEXT(item.value, 'due') IS NULL
                    THEN FALSE
                    WHEN TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) IN ('')
                    THEN FALSE
                    WHEN CASE
                      WHEN NOT (
                        TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) AS DATE)
                    END IS NULL
                    THEN TRUE
                    ELSE CASE
                      WHEN NOT (
                        TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) AS DATE)
                    END < CAST('1900-01-01' AS DATE)
                    OR CASE
                      WHEN NOT (
                        TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                      )
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) = '0000'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) > '12'
                      THEN NULL
                      WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) < '01'
                      OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) > CASE
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) IN ('04', '06', '09', '11')
                        THEN '30'
                        WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) <> '02'
                        THEN '31'
                        WHEN CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 4 = 0
                        AND (
                          NOT CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 100 = 0
                          OR CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 400 = 0
                        )
                        THEN '29'
                        ELSE '28'
                      END
                      THEN NULL
                      ELSE CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) AS DATE)
                    END > CAST('2999-12-31' AS DATE)
                  END,
                  FALSE
                )
              )
            )
            OR (
              (
                COALESCE(
                  NOT LOWER(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'ok') AS TEXT))) IN ('true', 'yes', 'y', '1', 'x', 'false', 'no', 'n', '0', ''),
                  FALSE
                )
              )
              OR (
                COALESCE(
                  CASE
                    WHEN JSONB_EXTRACT_PATH_TEXT(item.value, 'n') IS NULL
                    THEN FALSE
                    WHEN TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'n') AS TEXT)) IN ('')
                    THEN FALSE
                    WHEN NOT TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'n') AS TEXT)) ~ '^[+-]?[0-9]{1,20}([.]0+)?$'
                    THEN TRUE
                    ELSE NOT CAST(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'n') AS TEXT)) AS DECIMAL(38, 0)) BETWEEN -1000000000000 AND 1000000000000
                  END,
                  FALSE
                )
              )
            )
          )
      ),
      FALSE
    ) AS "__disposition_list_0_bad"
  FROM source
  OFFSET 0
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_bad"
      THEN NULL
      ELSE CAST((
        CAST("day" AS DATE) - CAST('1970-01-01' AS DATE)
      ) AS BIGINT)
    END AS "__disposition_0_value",
    CASE
      WHEN "__disposition_list_0_bad"
      THEN NULL
      ELSE CASE
        WHEN NOT CASE
          WHEN "tests" IS NULL
          THEN NULL
          WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'null'
          THEN NULL
          WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'array'
          THEN CAST("tests" AS JSONB)
          ELSE CAST('[0]' AS JSONB)
        END IS NULL
        THEN ARRAY(SELECT
          ROW(
            CAST((
              CASE
                WHEN NOT (
                  TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
                )
                THEN NULL
                WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) = '0000'
                THEN NULL
                WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) < '01'
                OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) > '12'
                THEN NULL
                WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) < '01'
                OR SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) > CASE
                  WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) IN ('04', '06', '09', '11')
                  THEN '30'
                  WHEN SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) <> '02'
                  THEN '31'
                  WHEN CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 4 = 0
                  AND (
                    NOT CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 100 = 0
                    OR CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) AS INT) % 400 = 0
                  )
                  THEN '29'
                  ELSE '28'
                END
                THEN NULL
                ELSE CAST(SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 1 FOR 4) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 6 FOR 2) || '-' || SUBSTRING(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'due') AS TEXT)) FROM 9 FOR 2) AS DATE)
              END - CAST('1970-01-01' AS DATE)
            ) AS BIGINT),
            CAST(CASE
              WHEN LOWER(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'ok') AS TEXT))) IN ('true', 'yes', 'y', '1', 'x')
              THEN TRUE
              WHEN LOWER(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'ok') AS TEXT))) IN ('false', 'no', 'n', '0')
              THEN FALSE
            END AS BOOLEAN),
            CAST(CASE
              WHEN NOT (
                TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'n') AS TEXT)) IN ('')
              )
              THEN CAST(CAST(TRIM(CAST(JSONB_EXTRACT_PATH_TEXT(item.value, 'n') AS TEXT)) AS DECIMAL(38, 0)) AS BIGINT)
            END AS BIGINT),
            CAST(place AS BIGINT)
          )
        FROM JSONB_ARRAY_ELEMENTS(
          CASE
            WHEN "tests" IS NULL
            THEN NULL
            WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'null'
            THEN NULL
            WHEN JSONB_TYPEOF(CAST("tests" AS JSONB)) = 'array'
            THEN CAST("tests" AS JSONB)
            ELSE CAST('[0]' AS JSONB)
          END
        ) WITH ORDINALITY AS item(value, place)
        ORDER BY
          place)
      END
    END AS "__disposition_list_0_value"
  FROM level_0
  OFFSET 0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_0_bad"
      THEN TRUE
      WHEN "__disposition_list_0_bad"
      THEN TRUE
      ELSE FALSE
    END AS "__disposition_unreadable",
    CAST(CASE
      WHEN NOT "__disposition_0_value" IS NULL
      THEN "__disposition_0_value"
      ELSE 0
    END AS BIGINT) + CAST(719163 AS BIGINT) AS "__disposition_level_0",
    (
      (
        NOT "__disposition_list_0_value" IS NULL
      )
      AND (
        COALESCE(
          (
            SELECT
              (
                (
                  NOT item_1."__disposition_list_0_1_value" IS NULL
                )
                AND item_1."__disposition_list_0_1_value"
              )
            FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
            WHERE
              TRUE
            ORDER BY
              place DESC NULLS LAST
            LIMIT 1
          ),
          FALSE
        )
      )
    ) AS "__disposition_level_2",
    COALESCE(
      EXISTS(
        SELECT
          1
        FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
        WHERE
          TRUE
      ),
      FALSE
    ) AS "__disposition_level_3"
  FROM level_1
  OFFSET 0
), level_3 AS (
  SELECT
    *,
    (
      (
        NOT "__disposition_list_0_value" IS NULL
      )
      AND (
        COALESCE(
          EXISTS(
            SELECT
              1
            FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
            WHERE
              CASE
                WHEN NOT item_1."__disposition_list_0_0_value" IS NULL
                THEN CAST(CASE
                  WHEN NOT item_1."__disposition_list_0_0_value" IS NULL
                  THEN item_1."__disposition_list_0_0_value"
                  ELSE 0
                END AS BIGINT) + CAST(719163 AS BIGINT)
                ELSE 1095362
              END < CASE
                WHEN NOT "__disposition_0_value" IS NULL
                THEN "__disposition_level_0"
                ELSE 693596
              END
          ),
          FALSE
        )
      )
    ) AS "__disposition_level_1"
  FROM level_2
  OFFSET 0
), level_4 AS (
  SELECT
    *,
    (
      (
        (
          CASE
            WHEN (
              (
                NOT "__disposition_list_0_value" IS NULL
              )
              AND (
                NOT (
                  COALESCE(
                    EXISTS(
                      SELECT
                        1
                      FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                      WHERE
                        NOT (
                          (
                            (
                              NOT (
                                (
                                  item_1."__disposition_list_0_1_value" IS NULL
                                )
                                OR item_1."__disposition_list_0_1_value"
                              )
                            )
                            OR (
                              NOT (
                                (
                                  (
                                    (
                                      NOT item_1."__disposition_list_0_1_value" IS NULL
                                    )
                                    AND item_1."__disposition_list_0_1_value"
                                  )
                                  OR (
                                    item_1."__disposition_list_0_2_value" IS NULL
                                  )
                                )
                                OR (
                                  item_1."__disposition_list_0_2_value" <> 0
                                )
                              )
                            )
                          )
                          OR CASE
                            WHEN (
                              (
                                NOT item_1."__disposition_list_0_1_value" IS NULL
                              )
                              AND item_1."__disposition_list_0_1_value"
                            )
                            THEN NOT item_1."__disposition_list_0_2_value" IS NULL
                            ELSE (
                              (
                                NOT item_1."__disposition_list_0_2_value" IS NULL
                              )
                              AND (
                                item_1."__disposition_list_0_2_value" = 0
                              )
                            )
                          END
                        )
                    ),
                    FALSE
                  )
                )
              )
            )
            THEN COALESCE(
              (
                SELECT
                  SUM(
                    CASE
                      WHEN NOT item_1."__disposition_list_0_2_value" IS NULL
                      THEN item_1."__disposition_list_0_2_value"
                      ELSE 0
                    END
                  )
                FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                WHERE
                  (
                    (
                      NOT item_1."__disposition_list_0_1_value" IS NULL
                    )
                    AND item_1."__disposition_list_0_1_value"
                  )
              ),
              0
            )
          END <= 5
        )
        AND (
          NOT CASE
            WHEN (
              "__disposition_level_1"
              OR (
                NOT (
                  (
                    NOT (
                      NOT "__disposition_list_0_value" IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      EXISTS(
                        SELECT
                          1
                        FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                        WHERE
                          CASE
                            WHEN NOT "__disposition_0_value" IS NULL
                            THEN "__disposition_level_0"
                            ELSE 1095362
                          END > CASE
                            WHEN NOT item_1."__disposition_list_0_0_value" IS NULL
                            THEN CAST(CASE
                              WHEN NOT item_1."__disposition_list_0_0_value" IS NULL
                              THEN item_1."__disposition_list_0_0_value"
                              ELSE 0
                            END AS BIGINT) + CAST(719163 AS BIGINT)
                            ELSE 693596
                          END
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN "__disposition_level_1"
          END
        )
      )
      AND (
        (
          NOT CASE
            WHEN (
              "__disposition_level_2"
              OR (
                NOT (
                  (
                    NOT (
                      NOT "__disposition_list_0_value" IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      (
                        SELECT
                          (
                            (
                              item_1."__disposition_list_0_1_value" IS NULL
                            )
                            OR item_1."__disposition_list_0_1_value"
                          )
                        FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                        WHERE
                          TRUE
                        ORDER BY
                          place DESC NULLS LAST
                        LIMIT 1
                      ),
                      TRUE
                    )
                  )
                )
              )
            )
            THEN "__disposition_level_2"
          END
        )
        AND (
          CASE
            WHEN (
              (
                (
                  NOT "__disposition_list_0_value" IS NULL
                ) AND "__disposition_level_3"
              )
              AND (
                (
                  COALESCE(
                    EXISTS(
                      SELECT
                        1
                      FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                      WHERE
                        NOT item_1."__disposition_list_0_2_value" IS NULL
                    ),
                    FALSE
                  )
                )
                AND (
                  NOT (
                    COALESCE(
                      EXISTS(
                        SELECT
                          1
                        FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                        WHERE
                          item_1."__disposition_list_0_2_value" IS NULL
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN CASE
              WHEN "__disposition_level_3"
              THEN COALESCE(
                (
                  SELECT
                    MAX(item_1."__disposition_list_0_2_value")
                  FROM UNNEST("__disposition_list_0_value") AS item_1("__disposition_list_0_0_value" BIGINT, "__disposition_list_0_1_value" BOOLEAN, "__disposition_list_0_2_value" BIGINT, place BIGINT)
                  WHERE
                    NOT item_1."__disposition_list_0_2_value" IS NULL
                ),
                0
              )
              ELSE 0
            END
          END <= 7
        )
      )
    ) AS "__disposition_level_4"
  FROM level_3
  OFFSET 0
), level_5 AS (
  SELECT
    *,
    CASE
      WHEN "__disposition_unreadable"
      THEN 0
      WHEN "__disposition_level_4" IS NULL
      THEN 1
      WHEN "__disposition_level_4"
      THEN 2
      ELSE 3
    END AS "__disposition_ending"
  FROM level_4
  OFFSET 0
)
SELECT
  "tests",
  "day",
  CASE
    WHEN "__disposition_ending" IN (0)
    THEN CAST(NULL AS TEXT)
    WHEN "__disposition_ending" IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS "decision_outcome",
  CASE
    WHEN "__disposition_unreadable"
    THEN ARRAY_REMOVE(
      CAST(ARRAY[
        CASE WHEN "__disposition_0_bad" THEN 'day' END,
        CASE WHEN "__disposition_list_0_bad" THEN 'tests' END
      ] AS TEXT[]),
      NULL
    )
    ELSE ARRAY_REMOVE(CAST(ARRAY[CAST(NULL AS TEXT)] AS TEXT[]), NULL)
  END AS "decision_unreadable"
FROM level_5
