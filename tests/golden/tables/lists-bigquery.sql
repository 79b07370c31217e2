WITH source AS (
  SELECT
    *
  FROM qm.lots
), level_0 AS (
  SELECT
    *,
    CAST(`day` AS DATE) < CAST('1900-01-01' AS DATE)
    OR CAST(`day` AS DATE) > CAST('2999-12-31' AS DATE) AS `__disposition_0_bad`,
    COALESCE(
      EXISTS(
        SELECT
          1
        FROM UNNEST(`tests`) AS item WITH OFFSET AS place
        WHERE
          (
            (
              (
                item IS NULL
              )
              OR (
                COALESCE(
                  CAST(item.`due` AS DATE) < CAST('1900-01-01' AS DATE)
                  OR CAST(item.`due` AS DATE) > CAST('2999-12-31' AS DATE),
                  FALSE
                )
              )
            )
            OR (
              COALESCE(NOT item.`n` BETWEEN -1000000000000 AND 1000000000000, FALSE)
            )
          )
      ),
      FALSE
    ) AS `__disposition_list_0_bad`
  FROM source
), level_1 AS (
  SELECT
    *,
    CASE
      WHEN `__disposition_0_bad`
      THEN NULL
      ELSE CAST(DATE_DIFF(CAST(`day` AS DATE), CAST('1970-01-01' AS DATE), DAY) AS INT64)
    END AS `__disposition_0_value`,
    CASE
      WHEN `__disposition_list_0_bad`
      THEN NULL
      ELSE CASE
        WHEN NOT `tests` IS NULL
        THEN ARRAY(
          SELECT AS STRUCT
            CAST(DATE_DIFF(CAST(item.`due` AS DATE), CAST('1970-01-01' AS DATE), DAY) AS INT64) AS `__disposition_list_0_0_value`,
            item.`ok` AS `__disposition_list_0_1_value`,
            CAST(item.`n` AS INT64) AS `__disposition_list_0_2_value`
          FROM UNNEST(`tests`) AS item WITH OFFSET AS place
          ORDER BY
            place
        )
      END
    END AS `__disposition_list_0_value`
  FROM level_0
), level_2 AS (
  SELECT
    *,
    CASE
      WHEN `__disposition_0_bad`
      THEN TRUE
      WHEN `__disposition_list_0_bad`
      THEN TRUE
      ELSE FALSE
    END AS `__disposition_unreadable`,
    CAST(CASE
      WHEN NOT `__disposition_0_value` IS NULL
      THEN `__disposition_0_value`
      ELSE 0
    END AS INT64) + CAST(719163 AS INT64) AS `__disposition_level_0`,
    (
      (
        NOT `__disposition_list_0_value` IS NULL
      )
      AND (
        COALESCE(
          (
            SELECT
              (
                (
                  NOT item_1.`__disposition_list_0_1_value` IS NULL
                )
                AND item_1.`__disposition_list_0_1_value`
              )
            FROM UNNEST(`__disposition_list_0_value`) AS item_1 WITH OFFSET AS place
            WHERE
              TRUE
            ORDER BY
              place DESC
            LIMIT 1
          ),
          FALSE
        )
      )
    ) AS `__disposition_level_2`,
    COALESCE(
      EXISTS(
        SELECT
          1
        FROM UNNEST(`__disposition_list_0_value`) AS item_1
        WHERE
          TRUE
      ),
      FALSE
    ) AS `__disposition_level_3`
  FROM level_1
), level_3 AS (
  SELECT
    *,
    (
      (
        NOT `__disposition_list_0_value` IS NULL
      )
      AND (
        COALESCE(
          EXISTS(
            SELECT
              1
            FROM UNNEST(`__disposition_list_0_value`) AS item_1
            WHERE
              CASE
                WHEN NOT item_1.`__disposition_list_0_0_value` IS NULL
                THEN CAST(CASE
                  WHEN NOT item_1.`__disposition_list_0_0_value` IS NULL
                  THEN item_1.`__disposition_list_0_0_value`
                  ELSE 0
                END AS INT64) + CAST(719163 AS INT64)
                ELSE 1095362
              END < CASE
                WHEN NOT `__disposition_0_value` IS NULL
                THEN `__disposition_level_0`
                ELSE 693596
              END
          ),
          FALSE
        )
      )
    ) AS `__disposition_level_1`
  FROM level_2
), level_4 AS (
  SELECT
    *,
    (
      (
        (
          CASE
            WHEN (
              (
                NOT `__disposition_list_0_value` IS NULL
              )
              AND (
                NOT (
                  COALESCE(
                    EXISTS(
                      SELECT
                        1
                      FROM UNNEST(`__disposition_list_0_value`) AS item_1
                      WHERE
                        NOT (
                          (
                            (
                              NOT (
                                (
                                  item_1.`__disposition_list_0_1_value` IS NULL
                                )
                                OR item_1.`__disposition_list_0_1_value`
                              )
                            )
                            OR (
                              NOT (
                                (
                                  (
                                    (
                                      NOT item_1.`__disposition_list_0_1_value` IS NULL
                                    )
                                    AND item_1.`__disposition_list_0_1_value`
                                  )
                                  OR (
                                    item_1.`__disposition_list_0_2_value` IS NULL
                                  )
                                )
                                OR (
                                  item_1.`__disposition_list_0_2_value` <> 0
                                )
                              )
                            )
                          )
                          OR CASE
                            WHEN (
                              (
                                NOT item_1.`__disposition_list_0_1_value` IS NULL
                              )
                              AND item_1.`__disposition_list_0_1_value`
                            )
                            THEN NOT item_1.`__disposition_list_0_2_value` IS NULL
                            ELSE (
                              (
                                NOT item_1.`__disposition_list_0_2_value` IS NULL
                              )
                              AND (
                                item_1.`__disposition_list_0_2_value` = 0
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
                      WHEN NOT item_1.`__disposition_list_0_2_value` IS NULL
                      THEN item_1.`__disposition_list_0_2_value`
                      ELSE 0
                    END
                  )
                FROM UNNEST(`__disposition_list_0_value`) AS item_1
                WHERE
                  (
                    (
                      NOT item_1.`__disposition_list_0_1_value` IS NULL
                    )
                    AND item_1.`__disposition_list_0_1_value`
                  )
              ),
              0
            )
          END <= 5
        )
        AND (
          NOT CASE
            WHEN (
              `__disposition_level_1`
              OR (
                NOT (
                  (
                    NOT (
                      NOT `__disposition_list_0_value` IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      EXISTS(
                        SELECT
                          1
                        FROM UNNEST(`__disposition_list_0_value`) AS item_1
                        WHERE
                          CASE
                            WHEN NOT `__disposition_0_value` IS NULL
                            THEN `__disposition_level_0`
                            ELSE 1095362
                          END > CASE
                            WHEN NOT item_1.`__disposition_list_0_0_value` IS NULL
                            THEN CAST(CASE
                              WHEN NOT item_1.`__disposition_list_0_0_value` IS NULL
                              THEN item_1.`__disposition_list_0_0_value`
                              ELSE 0
                            END AS INT64) + CAST(719163 AS INT64)
                            ELSE 693596
                          END
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN `__disposition_level_1`
          END
        )
      )
      AND (
        (
          NOT CASE
            WHEN (
              `__disposition_level_2`
              OR (
                NOT (
                  (
                    NOT (
                      NOT `__disposition_list_0_value` IS NULL
                    )
                  )
                  OR (
                    COALESCE(
                      (
                        SELECT
                          (
                            (
                              item_1.`__disposition_list_0_1_value` IS NULL
                            )
                            OR item_1.`__disposition_list_0_1_value`
                          )
                        FROM UNNEST(`__disposition_list_0_value`) AS item_1 WITH OFFSET AS place
                        WHERE
                          TRUE
                        ORDER BY
                          place DESC
                        LIMIT 1
                      ),
                      TRUE
                    )
                  )
                )
              )
            )
            THEN `__disposition_level_2`
          END
        )
        AND (
          CASE
            WHEN (
              (
                (
                  NOT `__disposition_list_0_value` IS NULL
                ) AND `__disposition_level_3`
              )
              AND (
                (
                  COALESCE(
                    EXISTS(
                      SELECT
                        1
                      FROM UNNEST(`__disposition_list_0_value`) AS item_1
                      WHERE
                        NOT item_1.`__disposition_list_0_2_value` IS NULL
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
                        FROM UNNEST(`__disposition_list_0_value`) AS item_1
                        WHERE
                          item_1.`__disposition_list_0_2_value` IS NULL
                      ),
                      FALSE
                    )
                  )
                )
              )
            )
            THEN CASE
              WHEN `__disposition_level_3`
              THEN COALESCE(
                (
                  SELECT
                    MAX(item_1.`__disposition_list_0_2_value`)
                  FROM UNNEST(`__disposition_list_0_value`) AS item_1
                  WHERE
                    NOT item_1.`__disposition_list_0_2_value` IS NULL
                ),
                0
              )
              ELSE 0
            END
          END <= 7
        )
      )
    ) AS `__disposition_level_4`
  FROM level_3
), level_5 AS (
  SELECT
    *,
    CASE
      WHEN `__disposition_unreadable`
      THEN 0
      WHEN `__disposition_level_4` IS NULL
      THEN 1
      WHEN `__disposition_level_4`
      THEN 2
      ELSE 3
    END AS `__disposition_ending`
  FROM level_4
)
SELECT
  `tests`,
  `day`,
  CASE
    WHEN `__disposition_ending` IN (0)
    THEN CAST(NULL AS STRING)
    WHEN `__disposition_ending` IN (2)
    THEN 'ship'
    ELSE 'hold'
  END AS `decision_outcome`,
  CASE
    WHEN `__disposition_unreadable`
    THEN ARRAY(
      SELECT
        text
      FROM UNNEST([
        CASE WHEN `__disposition_0_bad` THEN 'day' END,
        CASE WHEN `__disposition_list_0_bad` THEN 'tests' END
      ]) AS text
      WHERE
        NOT text IS NULL
    )
    ELSE ARRAY(
      SELECT
        text
      FROM UNNEST([CAST(NULL AS STRING)]) AS text
      WHERE
        NOT text IS NULL
    )
  END AS `decision_unreadable`
FROM level_5
